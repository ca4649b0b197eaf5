import * as Effect from "effect/Effect"
import { Engine } from "../engine/Engine.ts"
import { coalesce, link, not, value } from "../questions/Expr.ts"
import { tally } from "../questions/Question.ts"
import { type Caveat, caveat } from "./Caveat.ts"

/**
 * How many refunds of the facts name an order that is not there: nobody knows what to take them off. `null` where all
 * are matched. Counts below the least cell are not said.
 */
export const refundsUnmatched = Effect.fnUntraced(function* (
  minimumCell: number,
): Effect.fn.Return<Caveat | null, never, Engine> {
  const engine = yield* Engine
  const known = coalesce(link("order", value(true), "any"), value(false))
  const [answer] = yield* Effect.gen(function* () {
    return ((yield* engine.rows).get("refund") ?? 0) > 0
      ? yield* engine.ask([tally("refund", { rows: { stat: "count" } }, { where: not(known) })])
      : []
  }).pipe(
    Effect.catch(() => Effect.succeed([])),
    Effect.catchDefect(() => Effect.succeed([])),
  )
  const { n } = (answer?.groups[0]?.states["rows"] ?? { n: 0 }) as { readonly n: number }
  return n === 0 || n < minimumCell ? null : caveat("refunds-unmatched", { n })
})
