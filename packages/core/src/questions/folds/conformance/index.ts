import { byLabel } from "../byLabel.ts"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"
import {
  type Conformance,
  ConformanceSchema,
  emptyConformance,
  mergeConformance,
  type StepKept,
} from "./Conformance.ts"
import { ConformanceOptions, conformanceProblem } from "./ConformanceOptions.ts"

export { type Conformance, StepKept, Unplanned } from "./Conformance.ts"
export { ConformanceOptions, PlannedStep, plannedStep } from "./ConformanceOptions.ts"

/**
 * How journeys kept to a plan: which steps are missing, came out of order, by another channel or late, and what came
 * that nobody planned.
 *
 * **Details**
 *
 * Rows are replayed once, in order. A row is the first step not yet done, from the furthest done on, whose mark it bears;
 * where there is none, the first step before that it may still be, which is then out of order: a later one came first. A
 * row that is only steps already done repeats the first of them. A row with a label that bears no step's mark is
 * unplanned. An attempt counts in the group of the row that opened it.
 *
 * @category folds
 * @since 0.2.0
 */
export const conformance: Fold<Conformance, ConformanceOptions> = makeFold({
  id: "conformance",
  version: 1,
  label: "touchpoint",
  options: ConformanceOptions,
  axes: ["unit"],
  schema: ConformanceSchema,
  empty: ({ steps }: ConformanceOptions): Conformance =>
    emptyConformance(steps.length, steps.filter(({ required }) => required).length),
  merge: mergeConformance,
  problem: (options: ConformanceOptions, { marks }) => conformanceProblem(options, marks),
  run: (options: ConformanceOptions, context) => running(options, context),
})

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** What is counted of one group. */
interface Counts {
  attempts: number
  immature: number
  kept: number
  perfect: number
  readonly steps: ReadonlyArray<Writable<StepKept>>
  readonly conforming: Array<number>
  /** By label code: rows, attempts, and the last attempt that had one. */
  readonly unplanned: Map<number, { rows: number; attempts: number; last: number }>
}

const running = (options: ConformanceOptions, { groups, labels, marks }: FoldContext): Running<Conformance> => {
  const { asOf, start, within } = options
  const bitOf = (mark: string) => 1 << marks.indexOf(mark)
  const steps = options.steps.map(({ channel, mark, ...step }) => ({
    ...step,
    bit: bitOf(mark),
    channel: channel === null ? -1 : bitOf(channel),
  }))
  const required = steps.filter((step) => step.required).length
  const planned = steps.reduce((bits, { bit }) => bits | bit, 0)
  const starts = start === null ? -1 : bitOf(start)
  const empty = emptyConformance(steps.length, required)
  const counts = groups.map((): Counts => ({
    ...empty,
    steps: empty.steps.map((step) => ({ ...step })),
    conforming: [...empty.conforming],
    unplanned: new Map(),
  }))
  const done = new Float64Array(steps.length)
  /** Counts the attempt that opens at a row and ends before another. */
  const attempt = (own: Counts, { at, label, marks: borne }: Trail, open: number, end: number) => {
    const opened = at[open] as number
    if (asOf !== null && within !== null && opened + within > asOf) {
      own.immature++
      return
    }
    own.attempts++
    done.fill(Number.NaN)
    let [furthest, kept, clean] = [-1, 0, true]
    for (let row = open; row < end && (within === null || (at[row] as number) - opened <= within); row++) {
      const bits = borne[row] as number
      if ((bits & planned) === 0) {
        const code = label[row] as number
        if (code < 0) continue
        clean = false
        let extra = own.unplanned.get(code)
        if (extra === undefined) own.unplanned.set(code, (extra = { rows: 0, attempts: 0, last: 0 }))
        extra.rows++
        if (extra.last !== own.attempts) extra.attempts++
        extra.last = own.attempts
        continue
      }
      const free = (k: number) => (bits & (steps[k]?.bit ?? 0)) !== 0 && Number.isNaN(done[k])
      let k = furthest + 1
      while (k < steps.length && !free(k)) k++
      const outOfOrder = k === steps.length
      if (outOfOrder) for (k = 0; k <= furthest && !free(k);) k++
      const sums = outOfOrder && k > furthest ? undefined : own.steps[k]
      const step = steps[k]
      if (step === undefined || sums === undefined) {
        const again = own.steps[steps.findIndex(({ bit }) => (bits & bit) !== 0)]
        if (again !== undefined) again.repeated++
        clean = false
        continue
      }
      const instant = at[row] as number
      const wrongChannel = (bits & step.channel) === 0
      const late = step.within !== null && instant - sinceWhen(step.since, k, opened) > step.within
      done[k] = instant
      if (!outOfOrder) furthest = k
      sums.done++
      if (outOfOrder) sums.outOfOrder++
      if (wrongChannel) sums.wrongChannel++
      if (late) sums.late++
      if (outOfOrder || wrongChannel || late) clean = false
      else {
        sums.conforming++
        if (step.required) kept++
      }
    }
    own.conforming[kept] = (own.conforming[kept] ?? 0) + 1
    if (kept < required) return
    own.kept++
    if (clean) own.perfect++
  }
  /** The last of the steps before that had come; the start where none had. */
  const sinceWhen = (since: "start" | "previous", k: number, opened: number): number => {
    let last = opened
    if (since === "previous") for (let i = 0; i < k; i++) if ((done[i] as number) > last) last = done[i] as number
    return last
  }
  return {
    unit: (trail) => {
      const { from, group, marks: borne, to } = trail
      // Each group has its own attempts: what opens another ends none of them.
      const open = new Map<number, number>()
      for (let row = from; row < to; row++) {
        const code = group[row] as number
        if (code < 0 || (start === null ? open.has(code) : ((borne[row] as number) & starts) === 0)) continue
        const before = open.get(code)
        if (before !== undefined) attempt(counts[code] as Counts, trail, before, row)
        open.set(code, row)
      }
      for (const [code, row] of open) attempt(counts[code] as Counts, trail, row, to)
    },
    finish: () =>
      counts.map(({ unplanned, ...own }) =>
        own.attempts + own.immature === 0
          ? undefined
          : {
              ...own,
              unplanned: Array.from(unplanned, ([code, { attempts, rows }]) => ({
                label: labels[code] ?? "",
                rows,
                attempts,
              })).toSorted(byLabel),
            },
      ),
  }
}
