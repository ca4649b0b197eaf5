import * as Effect from "effect/Effect"
import { Engine } from "../engine/Engine.ts"
import { type Answer, groupKey } from "../questions/Answer.ts"
import { and, column, type Expr, ne } from "../questions/Expr.ts"
import { type Question, type Scope, tally, type Tally } from "../questions/Question.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { ownDimensions, type PreparedMetric } from "./Metric.ts"
import type { Asked, Plan } from "./plan.ts"

/** Groups of a request that count rows with a weight other than 1; `all` where such rows may count in any of them. */
export type Weighed = "all" | ReadonlySet<string>

/** Rows that a question counts; `grouped` where they are split as the request is. */
interface Counted {
  readonly rows: Tally
  readonly bucket: number | null
  readonly grouped: boolean
}

/** The rows with a weight other than 1 of each kind that plans count: most facts have none, and are looked through no further. */
export const weighedKinds = (plans: ReadonlyArray<Plan>): ReadonlyArray<Tally> =>
  [...new Set(plans.flatMap(({ asked }) => asked.flatMap(countedOf).map(({ rows }) => rows.kind)))].map((kind) =>
    weighedRows(kind, {}),
  )

/** Which groups of each plan count rows with a weight other than 1, of the kinds that have some. */
export const weighedGroups = Effect.fnUntraced(function* (plans: ReadonlyArray<Plan>, kinds: ReadonlySet<string>) {
  if (kinds.size === 0) return new Map<Plan, Weighed>()
  const wanted = plans.map(({ asked }) => asked.flatMap(countedOf).filter(({ rows }) => kinds.has(rows.kind)))
  const answers = yield* answersOf(wanted.map((all) => all.map(({ rows }) => rows)))
  return new Map(plans.map((plan, i) => [plan, placesOf(wanted[i] ?? [], answers[i] ?? [])] as const))
})

const placesOf = (counted: ReadonlyArray<Counted>, answers: ReadonlyArray<Answer>): Weighed => {
  const places = new Set<string>()
  for (const [i, { bucket: period, grouped }] of counted.entries())
    for (const { bucket, key } of answers[i]?.groups ?? []) {
      if (!grouped) return "all"
      places.add(groupKey({ key, bucket: bucket ?? period }))
    }
  return places
}

/** Whether a number counts by weights: its parameters say so (`weights: use`), or one of its groups does (`weighted`). */
export const usesWeights = (
  { params }: Pick<PreparedMetric, "params">,
  estimates: ReadonlyArray<{ readonly caveats: ReadonlyArray<Caveat> }>,
): boolean =>
  params["weights"] === "use" || estimates.some(({ caveats }) => caveats.some(({ id }) => id === "weighted"))

/** What is said of a group whose rows carry weights: a number that does not count by them leaves them out. */
export const weightCaveats = (
  { caveats }: { readonly caveats: ReadonlyArray<Caveat> },
  { place, uses, weighed }: { readonly place: string; readonly uses: boolean; readonly weighed: Weighed },
): ReadonlyArray<Caveat> => {
  const has = weighed === "all" || weighed.has(place)
  return has && !uses && !caveats.some(({ id }) => id === "weights-ignored") ? [caveat("weights-ignored")] : []
}

const isWeighed = ne(column("weight"), 1)

const weighedRows = (kind: string, { where = null, ...scope }: Partial<Scope>): Tally =>
  tally(kind, { rows: { stat: "count" } }, { ...scope, where: both(where, isWeighed) })

const both = (a: Expr | null, b: Expr): Expr => (a === null ? b : and(a, b))

/** The rows that the questions of a metric count, each in its scope. */
const countedOf = ({ bare, bucket, scoped }: Asked): ReadonlyArray<Counted> =>
  Object.entries(scoped).flatMap(([name, question]): ReadonlyArray<Counted> => {
    // A trail is looked through before and after where it opens: any of its rows may decide.
    if (question.shape === "trails")
      return question.kinds.map(({ kind, where }) => ({ rows: weighedRows(kind, { where }), bucket, grouped: false }))
    const { among, clock, edges, kind, span, where } = question
    const by = question.by.slice(ownDimensions(bare[name] as Question).length)
    return [{ rows: weighedRows(kind, { among, by, clock, edges, span, where }), bucket, grouped: true }]
  })

/** Answers to lists of questions, asked together; where that fails apart, so that a list that is refused is none alone. */
const answersOf = Effect.fnUntraced(function* (
  lists: ReadonlyArray<ReadonlyArray<Question>>,
): Effect.fn.Return<ReadonlyArray<ReadonlyArray<Answer>>, never, Engine> {
  const engine = yield* Engine
  const asked = (questions: ReadonlyArray<Question>) =>
    (questions.length === 0 ? Effect.succeed([]) : engine.ask(questions)).pipe(
      Effect.catch(() => Effect.succeed(null)),
      Effect.catchDefect(() => Effect.succeed(null)),
    )
  const together = yield* asked(lists.flat())
  if (together === null) return yield* Effect.forEach(lists, (list) => Effect.map(asked(list), (one) => one ?? []))
  let next = 0
  return lists.map((list) => together.slice(next, (next += list.length)))
})
