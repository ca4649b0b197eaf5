import * as Effect from "effect/Effect"
import { Engine } from "../engine/Engine.ts"
import { column } from "../questions/Expr.ts"
import { dimension } from "../questions/Dimension.ts"
import { tally } from "../questions/Question.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { conditionsOfStep, kindOfStep, type Step } from "./step.ts"

/** Statuses named one by one; the others are only counted. */
const NAMED = 6
/** A status is a word; longer texts are cut. */
const LONGEST = 40

/** Whether orders of every status are steps: cancelled ones then count as others do. @category metrics @since 0.2.0 */
export const anyOrders = (steps: ReadonlyArray<Step>): boolean =>
  steps.some((step) => kindOfStep(step) === "order" && !Object.hasOwn(conditionsOfStep(step), "status"))

/**
 * What statuses the orders of the facts have, said with numbers that count all of them: `delivered 96478, canceled
 * 625`. `null` where all have the same, or where nobody mapped them. Counts below the least cell are not said.
 */
export const statusesCounted = Effect.fnUntraced(function* (
  minimumCell: number,
): Effect.fn.Return<Caveat | null, never, Engine> {
  const engine = yield* Engine
  const question = tally("order", { rows: { stat: "count" } }, { by: [dimension("status", column("status"))] })
  // An engine may refuse a column in which every order has another text: that fails no number.
  const [answer] = yield* Effect.gen(function* () {
    return ((yield* engine.rows).get("order") ?? 0) > 0 ? yield* engine.ask([question]) : []
  }).pipe(
    Effect.catch(() => Effect.succeed([])),
    Effect.catchDefect(() => Effect.succeed([])),
  )
  const all = (answer?.groups ?? [])
    .map(({ key: [status], states }) => ({
      status: status === null || status === undefined ? null : String(status),
      n: (states["rows"] as { readonly n: number } | undefined)?.n ?? 0,
    }))
    .toSorted((a, b) => b.n - a.n)
  if (all.length < 2) return null
  const named = all.filter((one): one is { readonly status: string; readonly n: number } => one.status !== null)
  const none = all.find(({ status }) => status === null)?.n ?? 0
  return caveat("statuses-counted", {
    n: all.reduce((sum, { n }) => sum + n, 0),
    statuses: named
      .slice(0, NAMED)
      .map(({ n, status }) => (n < minimumCell ? cut(status) : `${cut(status)} ${n}`))
      .join(", "),
    others: Math.max(0, named.length - NAMED),
    none: none < minimumCell ? 0 : none,
  })
})

const cut = (status: string): string => (status.length > LONGEST ? `${status.slice(0, LONGEST)}…` : status)
