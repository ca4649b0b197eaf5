import { Engine } from "@touchpoint/core/engine"
import { type Metric, prepareMetric, type PreparedMetric, type Rate } from "@touchpoint/core/metrics"
import { column, dimension, tally } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"

/**
 * Kinds of facts with amounts, by which of them says what the project's currency is: orders, and where these state none,
 * all others together.
 */
const PAID: ReadonlyArray<ReadonlyArray<string>> = [["order"], ["order-line", "refund", "subscription", "cost"]]

/**
 * The currency that amounts are in: the project's, else the only one its orders state, or without any there, its
 * subscriptions, costs and other amounts; `null` where nothing says, or they say several.
 */
export const currencyOf = Effect.fnUntraced(function* (declared: string | undefined) {
  if (declared !== undefined) return declared
  const engine = yield* Engine
  const answers = yield* engine.ask(
    PAID.flat().map((kind) =>
      tally(kind, { rows: { stat: "count" } }, { by: [dimension("currency", column("currency"))] }),
    ),
  )
  let next = 0
  for (const kinds of PAID) {
    const own = answers.slice(next, (next += kinds.length))
    const stated = new Set(
      own.flatMap(({ groups }) => groups.flatMap(({ key: [code] }) => (typeof code === "string" ? [code] : []))),
    )
    const [only = null] = stated
    if (stated.size > 0) return stated.size === 1 ? only : null
  }
  return null
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
