import { Engine } from "@touchpoint/core/engine"
import { type Metric, prepareMetric, type PreparedMetric } from "@touchpoint/core/metrics"
import { column, dimension, tally } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"

/** The currency that amounts are in: the project's, else the only one its orders state; `null` where nothing says. */
export const currencyOf = Effect.fnUntraced(function* (declared: string | undefined) {
  if (declared !== undefined) return declared
  const engine = yield* Engine
  const [answer] = yield* engine.ask([
    tally("order", { rows: { stat: "count" } }, { by: [dimension("currency", column("currency"))] }),
  ])
  const stated = (answer?.groups ?? []).flatMap(({ key: [code] }) => (typeof code === "string" ? [code] : []))
  return stated.length === 1 ? (stated[0] ?? null) : null
})

/** A metric of money whose request names no currency is in that of the project. */
export const inCurrency = (
  metric: Metric.Metric,
  prepared: PreparedMetric,
  params: Readonly<Record<string, unknown>>,
  currency: string | null,
) =>
  currency !== null && Object.hasOwn(prepared.params, "currency") && !Object.hasOwn(params, "currency")
    ? prepareMetric(metric, { ...params, currency })
    : Effect.succeed(prepared)
