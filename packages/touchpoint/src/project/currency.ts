import { Engine } from "@touchpoint/core/engine"
import { type Metric, prepareMetric, type PreparedMetric, type Rate } from "@touchpoint/core/metrics"
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

/** The project's money: the currency of its amounts, and what others are worth in it. */
export interface ProjectMoney {
  readonly currency: string | null
  readonly rates: ReadonlyArray<Rate>
}

/**
 * A metric of money whose request names no currency is in that of the project, and converts by its rates; these lead to
 * no other currency.
 */
export const inCurrency = (
  metric: Metric.Metric,
  prepared: PreparedMetric,
  params: Readonly<Record<string, unknown>>,
  { currency, rates }: ProjectMoney,
) => {
  const lacks = (name: string) => Object.hasOwn(prepared.params, name) && !Object.hasOwn(params, name)
  const own = currency !== null && lacks("currency") ? { currency } : {}
  const converts = rates.length > 0 && lacks("rates") && (params["currency"] ?? currency) === currency
  const given = { ...own, ...(converts ? { rates } : {}) }
  return Object.keys(given).length === 0 ? Effect.succeed(prepared) : prepareMetric(metric, { ...params, ...given })
}
