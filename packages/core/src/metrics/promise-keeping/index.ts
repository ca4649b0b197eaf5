import * as Schema from "effect/Schema"
import type { CrossProducts } from "../../moments/CrossProducts.ts"
import type { Histogram } from "../../moments/Histogram.ts"
import type { Proportion } from "../../moments/Proportion.ts"
import { and, coalesce, column, gt, mul, not, present, value } from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { wilson } from "../../stats/index.ts"
import { type Caveat, caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import { effectiveRows, type Weights } from "../effectiveSize.ts"
import * as Metric from "../Metric.ts"
import { promiseOutcome } from "./outcome.ts"

const weight = coalesce(column("weight"), value(1))

/**
 * Share of promises kept among promises **due**: what was due and never fulfilled is broken, what is not due yet is
 * outside, what was cancelled is outside. Promises count in the period they were due.
 *
 * **Gotchas**
 *
 * Two rules of lateness circulate and differ where a date is promised: by `instant`, a parcel at 15:00 of the promised
 * day is late; by `day`, it is in time. The rule is part of the definition.
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
  title: ({ rule, weights }) => {
    const rules = {
      "as-stated": { en: "", ru: "", pl: "" },
      instant: { en: ", timestamp rule", ru: ", по времени", pl: ", według godziny" },
      day: { en: ", calendar-day rule", ru: ", по календарным дням", pl: ", według dni kalendarzowych" },
    }[rule]
    const raw =
      weights === "use" ? { en: "", ru: "", pl: "" } : { en: ", unweighted", ru: ", без весов", pl: ", bez wag" }
    return {
      en: `Promises kept${rules.en}${raw.en}`,
      ru: `Выполненные обещания${rules.ru}${raw.ru}`,
      pl: `Dotrzymane obietnice${rules.pl}${raw.pl}`,
    }
  },
  better: "higher",
  params: Schema.Struct({
    rule: Metric.withDefault(Schema.Literals(["as-stated", "instant", "day"]), "as-stated"),
    weights: Metric.withDefault(Schema.Literals(["use", "ignore"]), "use"),
  }),
  extents: ["due", "fulfilledAt"],
  passport: ({ rule }) => ({
    unit: { kind: "proportion" },
    unitOfN: "promise",
    numerator: {
      "as-stated": {
        en: "promises due and fulfilled in time by the rule each states",
        ru: "обещания с наступившим сроком, выполненные вовремя по указанному в каждом правилу",
        pl: "obietnice, których termin minął, spełnione na czas według reguły podanej w każdej z nich",
      },
      instant: {
        en: "promises due and fulfilled by the promised instant",
        ru: "обещания с наступившим сроком, выполненные не позже обещанного момента",
        pl: "obietnice, których termin minął, spełnione nie później niż w obiecanej chwili",
      },
      day: {
        en: "promises due and fulfilled by the end of the promised local day",
        ru: "обещания с наступившим сроком, выполненные до конца обещанного местного дня",
        pl: "obietnice, których termin minął, spełnione do końca obiecanego dnia lokalnego",
      },
    }[rule],
    denominator: {
      en: "promises due and not cancelled",
      ru: "обещания с наступившим сроком, не отменённые",
      pl: "obietnice, których termin minął, nieodwołane",
    },
    kind: "promise",
    clock: "due",
  }),
  questions: ({ rule }, context) => {
    const { cancelled, isDue, kept, open, past } = promiseOutcome(rule, context)
    return {
      promises: tally(
        "promise",
        {
          kept: { stat: "proportion", of: kept, where: isDue },
          open: { stat: "count", where: and(isDue, open) },
          cancelled: { stat: "count", where: cancelled },
          ahead: { stat: "count", where: and(not(cancelled), not(past)) },
          anonymous: { stat: "histogram", of: mul(kept, 1), where: and(isDue, not(present(column("customer")))) },
        },
        { clock: "due" },
      ),
      // Promises to one customer share the address, the courier, the season: they are kept or broken alike.
      customers: unitMoments(
        "promise",
        "customer",
        {
          kept: { agg: "sum", of: mul(mul(kept, 1), weight), where: isDue },
          weights: { agg: "sum", of: weight, where: isDue },
          promises: { agg: "count", where: isDue },
        },
        {
          sums: {
            stat: "products",
            of: [column("kept"), column("weights"), column("promises")],
            where: gt(column("promises"), 0),
          },
        },
        { clock: "due" },
      ),
    }
  },
  estimate: (states, { weights }, level) => {
    const { promises } = states
    const { caveats, n, size, x } = sharesOf(states, weights)
    const counts: ReadonlyArray<readonly [Caveat["id"], number]> = [
      ["never-fulfilled", promises.open.n],
      ["not-yet-due", promises.ahead.n],
      ["cancelled-excluded", promises.cancelled.n],
    ]
    const notes = [...caveats, ...counts.flatMap(([id, count]) => (count > 0 ? [caveat(id, { n: count })] : []))]
    if (n === 0)
      return { value: null, interval: null, n: 0, nEffective: null, numerator: 0, denominator: 0, caveats: notes }
    return {
      value: x / n,
      interval: wilson((x / n) * size, size, level),
      n: promises.kept.n,
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

interface States {
  readonly promises: { readonly kept: Proportion; readonly anonymous: Histogram }
  readonly customers: { readonly sums: CrossProducts }
}

const sharesOf = ({ customers, promises: { anonymous, kept } }: States, weights: Weights) => {
  const x = weights === "use" ? kept.wx : kept.x
  const n = weights === "use" ? kept.w : kept.n
  const share = n === 0 ? 0 : x / n
  const clusters = { sums: customers.sums, loose: anonymous, worth: (outcome: number) => outcome }
  return { x, n, ...effectiveRows(kept, weights, share * (1 - share), clusters) }
}
