import * as Result from "effect/Result"
import type { Running, Trail } from "../../questions/folds/Fold.ts"
import { type Folds, openFold } from "../../questions/folds/shipped.ts"
import type { Group } from "../../questions/Answer.ts"
import { canonicalJson } from "../../questions/Question.ts"
import type { Trails } from "../../questions/Trails.ts"
import { QuestionInvalid } from "../Engine.ts"
import type { Reason, Rows } from "./evaluate.ts"
import type { Share } from "./Share.ts"
import { groupColumn, labelColumn, markColumn, trailsProblem, valueColumn } from "./trailColumns.ts"
import { sortTrails } from "./trailRows.ts"

/** Questions that read the same rows share a key: they are sorted once and walked once. */
export const passKey = ({ kinds, span, unit }: Trails): string =>
  canonicalJson([kinds.map(({ kind, where }) => [kind, where]), unit, span])

/** What trails depend on beside the rows. */
export interface TrailsOptions {
  readonly folds: Folds
  /** Groups an answer may have. */
  readonly maximum: number
  /** `null` walks all units. */
  readonly share: Share | null
}

/** Groups with states of questions asked together over one pass. */
export const foldTrails = (
  questions: ReadonlyArray<Trails>,
  rowsOf: (kind: string) => Rows,
  { folds, maximum, share }: TrailsOptions,
): Result.Result<ReadonlyArray<ReadonlyArray<Group>>, Reason> =>
  Result.gen(function* () {
    const [first] = questions
    if (first === undefined) return []
    for (const question of questions) {
      const problem = trailsProblem(question)
      if (problem !== null) return yield* Result.fail(problem)
    }
    const sorted = yield* sortTrails(first, rowsOf, share)
    const once = sharing()
    const walking: Array<Walking> = []
    for (const question of questions) {
      const opened = openFold(question, folds)
      if (Result.isFailure(opened)) return yield* Result.fail(new QuestionInvalid({ problem: opened.failure }))
      const { fold, options } = opened.success
      const { label, labels } = yield* once(["label", fold.label, question.kinds.map((kind) => kind.label)], () =>
        labelColumn(sorted, question.kinds, fold.label),
      )
      const marks = yield* once(["marks", question.marks], () => markColumn(sorted, question))
      const value = yield* once(["value", question.kinds.map((kind) => kind.value)], () =>
        valueColumn(sorted, question),
      )
      const { group, groups } = yield* once(["open", question.open], () => groupColumn(sorted, question, maximum))
      const running = fold.run(options, {
        labels,
        groups,
        marks: question.marks.map(({ id }) => id),
        kinds: question.kinds.map(({ kind }) => kind),
      })
      const trail = { from: 0, to: 0, at: sorted.at, kind: sorted.part, label, marks, group, value }
      walking.push({ running, trail, groups })
    }
    walkAll(walking, sorted.starts)
    return walking.map(({ groups, running }) => {
      const states = running.finish()
      return groups.flatMap((group, code): ReadonlyArray<Group> => {
        const state = states[code]
        return state === undefined ? [] : [{ ...group, states: { fold: state } }]
      })
    })
  })

/** Units walked by one fold before the next fold has them: their rows are still in the processor's cache then. */
const BLOCK = 1024

const walkAll = (walking: ReadonlyArray<Walking>, starts: Int32Array): void => {
  for (let first = 0; first + 1 < starts.length; first += BLOCK)
    for (const one of walking) walk(one, starts, first, Math.min(first + BLOCK, starts.length - 1))
}

const walk = ({ running, trail }: Walking, starts: Int32Array, first: number, last: number): void => {
  for (let unit = first; unit < last; unit++) {
    const from = starts[unit] as number
    const to = starts[unit + 1] as number
    if (from === to) continue
    trail.from = from
    trail.to = to
    running.unit(trail)
  }
}

interface Walking {
  readonly running: Running<unknown>
  readonly trail: { -readonly [K in keyof Trail]: Trail[K] }
  readonly groups: ReadonlyArray<Pick<Group, "key" | "bucket">>
}

/** Equal columns of questions asked together are made once. */
const sharing = () => {
  const made = new Map<string, unknown>()
  return <A>(of: unknown, make: () => Result.Result<A, Reason>): Result.Result<A, Reason> => {
    const key = canonicalJson(of)
    if (made.has(key)) return Result.succeed(made.get(key) as A)
    return Result.map(make(), (column) => {
      made.set(key, column)
      return column
    })
  }
}
