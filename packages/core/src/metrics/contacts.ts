import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Locale } from "../model/Identifier.ts"
import type { CrossProducts } from "../moments/CrossProducts.ts"
import type { Histogram } from "../moments/Histogram.ts"
import type { Proportion } from "../moments/Proportion.ts"
import type { PressureClock } from "../questions/folds/pressure/index.ts"
import { and, column, type Expr, mul, not, oneOf, or, present } from "../questions/Expr.ts"
import { tally, unitMoments } from "../questions/Question.ts"
import { wilson } from "../stats/index.ts"
import * as Edges from "../time/Edges.ts"
import { type Caveat, caveat } from "./Caveat.ts"
import { shareDifference } from "./difference.ts"
import { effectiveRows } from "./effectiveSize.ts"
import * as Metric from "./Metric.ts"
import { happened } from "./step.ts"

/** Classes of contacts nobody has to be sent: a receipt has to. Those without a class count as well. */
export const classesParam = Metric.withDefault(Schema.Array(Schema.String), [
  "marketing",
  "reminder",
  "survey",
  "occasion",
])

/** Contacts that arrived, of the classes given or without one. */
export const countedContacts = (classes: ReadonlyArray<string>): Expr => {
  const group = column("class")
  const arrived = happened("contact")
  return and(...(arrived === null ? [] : [arrived]), or(not(present(group)), oneOf(group, classes)))
}

/** These classes as a passport says them. */
export const classesText = (classes: ReadonlyArray<string>): Readonly<Record<Locale, string>> => {
  const list = classes.join(", ")
  return list === ""
    ? { en: "without a class", ru: "класс не указан", pl: "bez klasy" }
    : { en: `class ${list}, or none`, ru: `класс ${list} или не указан`, pl: `klasa ${list} lub brak klasy` }
}

/** Windows a calendar has, by their days. */
export const calendarGrains: ReadonlyMap<number, "day" | "week" | "month"> = new Map([
  [1, "day"],
  [7, "week"],
  [30, "month"],
])

/** Days, weeks or months from the first contact to the last fact. */
export const calendarWindows = (days: number, { asOf, calendar, extent }: Metric.MetricContext): PressureClock => {
  const range = extent("at")
  const grain = calendarGrains.get(days)
  if (range === null || asOf === null || grain === undefined) return { kind: "calendar", edges: [] }
  const { edges } = Result.getOrThrow(Edges.calendarEdges(calendar, grain, range.min, Math.max(asOf, range.min) + 1))
  return { kind: "calendar", edges }
}

/** Contacts, and by customer, of which a condition holds: those of one customer are alike. */
export const contactShare = (hit: Expr, where: Expr) => ({
  contacts: tally(
    "contact",
    {
      hit: { stat: "proportion", of: hit },
      anonymous: { stat: "histogram", of: mul(hit, 1), where: not(present(column("customer"))) },
    },
    { where },
  ),
  customers: unitMoments(
    "contact",
    "customer",
    { hit: { agg: "sum", of: mul(hit, 1) }, contacts: { agg: "count" } },
    { sums: { stat: "products", of: [column("hit"), column("contacts"), column("contacts")] } },
    { where },
  ),
})

interface States {
  readonly contacts: { readonly hit: Proportion; readonly anonymous: Histogram }
  readonly customers: { readonly sums: CrossProducts }
}

const sharesOf = ({ contacts: { anonymous, hit }, customers }: States) => {
  const share = hit.n === 0 ? 0 : hit.x / hit.n
  const clusters = { sums: customers.sums, loose: anonymous, worth: (outcome: number) => outcome }
  return { n: hit.n, x: hit.x, share, ...effectiveRows(hit, "ignore", share * (1 - share), clusters) }
}

/** The share of contacts with Wilson's interval at their effective size. */
export const estimateContactShare = (states: States, level: number, more: ReadonlyArray<Caveat>): Metric.Estimate => {
  const { caveats, n, share, size, x } = sharesOf(states)
  return {
    value: n === 0 ? null : share,
    interval: n === 0 ? null : wilson(share * size, size, level),
    n,
    nEffective: n === 0 ? null : size,
    numerator: x,
    denominator: n,
    caveats: [...caveats, ...more],
  }
}

/** Two shares of contacts, first minus second. */
export const compareContactShare = (first: States, second: States, level: number): Metric.Comparison | null => {
  const effective = (states: States) => {
    const { n, share, size } = sharesOf(states)
    return n === 0 ? { x: 0, n: 0 } : { x: share * size, n: size }
  }
  return shareDifference(effective(first), effective(second), level)
}

/** Contacts that say nothing of what is needed. */
export const unstatedContacts = (n: number): ReadonlyArray<Caveat> => (n > 0 ? [caveat("not-stated", { n })] : [])
