import * as Schema from "effect/Schema"
import { CrossProducts } from "../../moments/CrossProducts.ts"
import { Histogram } from "../../moments/Histogram.ts"
import { Proportion } from "../../moments/Proportion.ts"
import { and, coalesce, column, type Expr, gt, mul, not, present, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { clopperPearson, clopperPearsonLower, clopperPearsonUpper, wilson } from "../../stats/index.ts"
import { type Caveat, caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import { effectiveRows, type Weights } from "../effectiveSize.ts"
import * as Metric from "../Metric.ts"
import { standardTerms, promiseExtents, promiseOutcome } from "./outcome.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  form: Metric.withDefault(Schema.Literals(["kept", "early", "late", "missing"]), "kept"),
  rule: Metric.withDefault(Schema.Literals(["as-stated", "instant", "day"]), standardTerms.rule),
  /** Which promise counts: the first, the latest, or what the customer asked for. */
  target: Metric.withDefault(Schema.Literals(["original", "latest", "requested"]), standardTerms.target),
  /** Milliseconds late that are still in time; by day its whole days. */
  tolerance: Metric.withDefault(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 366 * 86_400_000 })),
    standardTerms.tolerance,
  ),
  /** Whether it has to be complete, too. */
  inFull: Metric.withDefault(Schema.Literals(["ignore", "require"]), standardTerms.inFull),
  /** Whose cancellations are outside. */
  cancelled: Metric.withDefault(Schema.Literals(["by-customer", "by-anyone"]), standardTerms.cancelled),
  /** `one-sided` bounds what a contract guarantees: a share kept from below, a share late from above. */
  interval: Metric.withDefault(Schema.Literals(["wilson", "clopper-pearson", "one-sided"]), "wilson"),
  weights: Metric.withDefault(Schema.Literals(["use", "ignore"]), "use"),
})

type Params = typeof params.Type

/**
 * Share of promises kept among promises **due**: what was due and never fulfilled is broken, what is not due yet is
 * outside, what the customer cancelled is outside. Promises count in the period they were due. Other forms: shares
 * fulfilled early or late, or never.
 *
 * **Gotchas**
 *
 * Two rules of lateness circulate and differ where a date is promised: by `instant`, a parcel at 15:00 of the promised
 * day is late; by `day`, it is in time. The rule is part of the definition. A date that was moved counts by the first
 * one, `originalDue`, unless `target` says otherwise.
 *
 * @category metrics
 * @since 0.1.0
 */
export const promiseKeeping = Metric.make({
  id: "promise-keeping",
  docs: {
    title: { en: "Promise keeping", ru: "Выполнение обещаний", pl: "Dotrzymywanie obietnic" },
    description: {
      en: "Share of promises kept in time among promises due.",
      ru: "Доля обещаний, выполненных в срок, среди тех, чей срок наступил.",
      pl: "Odsetek obietnic dotrzymanych w terminie wśród tych, których termin minął.",
    },
    source: "OpenReference, Orders On-time Ratio, over promises due instead of delivered; interval: Wilson 1927",
    notWhen: {
      en: "only fulfilled promises were recorded: those never fulfilled are the worst and would be missing",
      ru: "записаны только выполненные обещания: не выполненных вовсе, самых плохих, не хватало бы",
      pl: "zapisano tylko spełnione obietnice: zabrakłoby tych nigdy niespełnionych, najgorszych",
    },
  },
  title: titleOf,
  better: "higher",
  betterWith: ({ form }) => ({ kept: "higher", early: "neutral", late: "lower", missing: "lower" } as const)[form],
  params,
  extents: promiseExtents,
  // A moved promise is placed in time by its first date, which is in another column.
  clocks: ({ target }) => (target === "original" ? ["originalDue"] : []),
  // What is due on the last day of a period may be fulfilled within the tolerance after it.
  horizon: ({ tolerance }) => tolerance,
  passport: (decided) => ({
    unit: { kind: "proportion" },
    unitOfN: "promise",
    ...textsOf(decided),
    kind: "promise",
    clock: decided.target === "requested" ? "requestedDue" : "due",
  }),
  questions: (decided, context) => {
    const outcome = promiseOutcome(decided, context)
    const { cancelled, isDue, open, past, unstated } = outcome
    const hit = { kept: outcome.kept, early: outcome.early, late: outcome.late, missing: open }[decided.form]
    const moved = present(column("originalDue"))
    const weight = decided.weights === "use" ? coalesce(column("weight"), value(1)) : value(1)
    const promises = (clock: string, where: Expr | null) =>
      tally(
        "promise",
        {
          hit: { stat: "proportion", of: hit, where: isDue },
          open: { stat: "count", where: and(isDue, open) },
          cancelled: { stat: "count", where: cancelled },
          ahead: { stat: "count", where: and(not(cancelled), not(past)) },
          unstated: { stat: "count", where: and(not(cancelled), past, unstated) },
          anonymous: { stat: "histogram", of: mul(hit, 1), where: and(isDue, not(present(column("customer")))) },
        },
        { clock, where },
      )
    // Promises to one customer share the address, the courier, the season: they are kept or broken alike.
    const customers = (clock: string, where: Expr | null) =>
      unitMoments(
        "promise",
        "customer",
        {
          hit: { agg: "sum", of: mul(mul(hit, 1), weight), where: isDue },
          weights: { agg: "sum", of: weight, where: isDue },
          promises: { agg: "count", where: isDue },
        },
        {
          sums: {
            stat: "products",
            of: [column("hit"), column("weights"), column("promises")],
            where: gt(column("promises"), 0),
          },
        },
        { clock, where },
      )
    const [rest, first] = decided.target === "original" ? [not(moved), moved] : [null, value(false)]
    const clock = decided.target === "requested" ? "requestedDue" : "due"
    const lacking = decided.target === "requested" ? not(present(column("requestedDue"))) : value(false)
    return {
      promises: promises(clock, rest),
      customers: customers(clock, rest),
      moved: promises("originalDue", first),
      movedCustomers: customers("originalDue", first),
      // Nothing but the date agreed on says when a promise without the date asked for was due.
      lacking: tally("promise", { rows: { stat: "count", where: and(not(cancelled), lacking) } }, { clock: "due" }),
    }
  },
  estimate: (states, decided, level) => {
    const { caveats, n, rows, size, x } = sharesOf(states, decided.weights)
    const both = (name: "open" | "ahead" | "cancelled" | "unstated") => states.promises[name].n + states.moved[name].n
    const counts: ReadonlyArray<readonly [Caveat["id"], number]> = [
      ["never-fulfilled", both("open")],
      ["not-yet-due", both("ahead")],
      ["cancelled-excluded", both("cancelled")],
      ["not-stated", both("unstated") + states.lacking.rows.n],
    ]
    const notes = [...caveats, ...counts.flatMap(([id, count]) => (count > 0 ? [caveat(id, { n: count })] : []))]
    if (n === 0)
      return { value: null, interval: null, n: 0, nEffective: null, numerator: 0, denominator: 0, caveats: notes }
    return {
      value: x / n,
      interval: intervalOf(decided)((x / n) * size, size, level),
      n: rows,
      nEffective: size,
      numerator: x,
      denominator: n,
      caveats: notes,
    }
  },
  compare: (first, second, { weights }, level) => {
    const effective = (states: States) => {
      const { n, size, x } = sharesOf(states, weights)
      return n === 0 ? { x: 0, n: 0 } : { x: (x / n) * size, n: size }
    }
    return shareDifference(effective(first), effective(second), level)
  },
})

const intervalOf = ({ form, interval }: Params) =>
  interval === "wilson"
    ? wilson
    : interval === "clopper-pearson"
      ? clopperPearson
      : form === "late" || form === "missing"
        ? clopperPearsonUpper
        : clopperPearsonLower

interface Counted {
  readonly hit: Proportion
  readonly anonymous: Histogram
}

interface States {
  readonly promises: Counted
  readonly moved: Counted
  readonly customers: { readonly sums: CrossProducts }
  readonly movedCustomers: { readonly sums: CrossProducts }
}

const sharesOf = ({ customers, moved, movedCustomers, promises }: States, weights: Weights) => {
  const hit = Proportion.merge(promises.hit, moved.hit)
  const x = weights === "use" ? hit.wx : hit.x
  const n = weights === "use" ? hit.w : hit.n
  const share = n === 0 ? 0 : x / n
  const clusters = {
    sums: CrossProducts.merge(customers.sums, movedCustomers.sums),
    loose: Histogram.merge(promises.anonymous, moved.anonymous),
    worth: (outcome: number) => outcome,
  }
  return { x, n, rows: hit.n, ...effectiveRows(hit, weights, share * (1 - share), clusters) }
}
