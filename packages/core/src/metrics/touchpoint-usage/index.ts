import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { CrossProducts } from "../../moments/CrossProducts.ts"
import type { Histogram } from "../../moments/Histogram.ts"
import type { Proportion } from "../../moments/Proportion.ts"
import { dimension } from "../../questions/Dimension.ts"
import { and, bucket, column, eq, ge, gt, lt, mul, not, present, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { wilson } from "../../stats/index.ts"
import * as Calendar from "../../time/Calendar.ts"
import * as Edges from "../../time/Edges.ts"
import { caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import { effectiveRows } from "../effectiveSize.ts"
import * as Metric from "../Metric.ts"
import { happened } from "../step.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  /** Days on which it was used, or its share of all interactions, or of all customers. */
  form: Metric.withDefault(Schema.Literals(["days", "occasions", "customers"]), "days"),
  /** Which facts tell of use: customers interacted, or the brand contacted them. */
  of: Metric.withDefault(Schema.Literals(["interaction", "contact"]), "interaction"),
  /** The touchpoint whose share it is; `null` for days, which are asked by touchpoint. */
  touchpoint: Metric.withDefault(Schema.NullOr(Schema.NonEmptyString), null),
}).check(
  Schema.makeFilter(
    ({ form, touchpoint }) =>
      (form === "days") === (touchpoint === null) ||
      "touchpoint: a share of interactions or customers is that of one touchpoint; days are asked by touchpoint and name none",
  ),
)

type Params = typeof params.Type

/**
 * How regularly a touchpoint is used: the share of days of the period with any use (`days`, by touchpoint), its share of
 * all interactions (`occasions`), or the share of customers who used it (`customers`).
 *
 * **Gotchas**
 *
 * Days are a count of what was recorded and have no interval. They are those of the period that the facts of all
 * touchpoints cover; without a period, those from the first fact to the last.
 *
 * @category metrics
 * @since 0.2.0
 */
export const touchpointUsage = Metric.make({
  id: "touchpoint-usage",
  docs: {
    title: { en: "Touchpoint usage", ru: "Использование точки контакта", pl: "Użycie punktu styku" },
    description: {
      en: "Share of days on which a touchpoint is used, or its share of interactions or customers.",
      ru: "Доля дней, когда точку контакта используют, или её доля во взаимодействиях или среди клиентов.",
      pl: "Odsetek dni, w których punkt styku jest używany, albo jego udział w interakcjach lub wśród klientów.",
    },
    source: "active days over days; shares: Wilson 1927, clustered by customer",
    notWhen: {
      en: "what happens at the touchpoint is recorded only in part: a day without a row may be a day without a recording",
      ru: "происходящее в точке контакта записывается лишь частично: день без строк может быть днём без записи",
      pl: "to, co dzieje się w punkcie styku, jest zapisywane tylko częściowo: dzień bez wierszy może być dniem bez zapisu",
    },
  },
  title: titleOf,
  better: "neutral",
  params,
  periodic: ({ form }) => form === "days",
  passport: (decided) => ({
    unit: { kind: "proportion" },
    unitOfN: decided.form === "days" ? "day" : decided.form === "customers" ? "customer" : decided.of,
    ...textsOf(decided),
    kind: decided.of,
    clock: "at",
  }),
  questions: ({ of, touchpoint }, { asOf, calendar, extent, period }) => {
    const real = happened(of)
    // Before the first fact and after the last that could be there nobody took note.
    const known = extent("at")
    const first = period === null || known === null ? 0 : Calendar.startOf(calendar, "day", known.min)
    const from = Math.max(period?.from ?? 0, first)
    const to = Math.max(from, Math.min(period?.to ?? 0, asOf === null ? 0 : asOf + 1))
    // A period that the calendar cannot cut into days is too long to be one.
    const edges = Result.getOrElse(
      Result.map(Edges.calendarEdges(calendar, "day", from, to), (days) => days.edges),
      (): ReadonlyArray<number> => [],
    )
    const days = Math.max(0, edges.length - 1)
    const within = [ge(column("at"), from), lt(column("at"), to)]
    const here = touchpoint === null ? value(true) : eq(column("touchpoint"), touchpoint)
    return {
      days: Metric.apart(
        tally(of, { rows: { stat: "count" } }, { where: and(...within, ...(real === null ? [] : [real])) }),
        [dimension("day", bucket(column("at"), edges))],
      ),
      rows: tally(
        of,
        {
          here: { stat: "proportion", of: here },
          // Every row tells how many days there are: also where none lies in the period.
          days: { stat: "extent", of: value(days) },
          loose: { stat: "histogram", of: mul(here, 1), where: not(present(column("customer"))) },
        },
        { where: real },
      ),
      customers: unitMoments(
        of,
        "customer",
        { here: { agg: "count", where: here }, rows: { agg: "count" } },
        {
          met: { stat: "proportion", of: gt(column("here"), 0) },
          sums: { stat: "products", of: [column("here"), column("rows"), column("rows")] },
        },
        { where: real },
      ),
    }
  },
  estimate: (states, decided, level) => {
    const { caveats, n, size, x } = sharesOf(states, decided)
    return {
      value: n === 0 ? null : x / n,
      interval: size === null ? null : wilson((x / n) * size, size, level),
      n,
      nEffective: n === 0 ? null : size,
      numerator: x,
      denominator: n,
      caveats,
    }
  },
  compare: (first, second, decided, level) => {
    const [a, b] = [sharesOf(first, decided), sharesOf(second, decided)]
    if (a.n === 0 || b.n === 0) return null
    if (a.size === null || b.size === null)
      return { difference: a.x / a.n - b.x / b.n, interval: null, test: null, p: null, effect: null }
    return shareDifference({ x: (a.x / a.n) * a.size, n: a.size }, { x: (b.x / b.n) * b.size, n: b.size }, level)
  },
})

interface States {
  readonly days: ReadonlyArray<unknown>
  readonly rows: {
    readonly here: Proportion
    readonly days: { readonly max: number | null }
    readonly loose: Histogram
  }
  readonly customers: { readonly met: Proportion; readonly sums: CrossProducts }
}

/** The share, out of how many, and how many of these are independent; `null` of days, which nobody can say. */
const sharesOf = ({ customers: { met, sums }, days, rows: { days: all, here, loose } }: States, { form }: Params) => {
  if (form === "days") {
    const n = all.max ?? 0
    return { x: n === 0 ? 0 : days.length, n, size: null, caveats: [] }
  }
  const nameless = loose.levels.reduce((sum, level) => sum + level.n, 0)
  if (form === "customers")
    return {
      x: met.x,
      n: met.n,
      size: met.n,
      caveats: nameless > 0 ? [caveat("no-customer", { n: nameless })] : [],
    }
  const share = here.n === 0 ? 0 : here.x / here.n
  const clusters = { sums, loose, worth: (one: number) => one }
  return { x: here.x, n: here.n, ...effectiveRows(here, "ignore", share * (1 - share), clusters) }
}
