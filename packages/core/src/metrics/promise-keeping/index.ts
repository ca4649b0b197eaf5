import * as Schema from "effect/Schema"
import type { Proportion } from "../../moments/Proportion.ts"
import { and, not } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { wilson } from "../../stats/index.ts"
import { type Caveat, caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import { effectiveRows, type Weights } from "../effectiveSize.ts"
import * as Metric from "../Metric.ts"
import { promiseOutcome } from "./outcome.ts"

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
    description: "Share of promises kept in time among promises due.",
    source: "OpenReference, Orders On-time Ratio, over promises due instead of delivered; interval: Wilson 1927",
    notWhen: "only fulfilled promises were recorded: those never fulfilled are the worst and would be missing",
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
    numerator:
      rule === "as-stated"
        ? "promises due and fulfilled in time by the rule each states"
        : `promises due and fulfilled in time by ${rule}`,
    denominator: "promises due and not cancelled",
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
        },
        { clock: "due" },
      ),
    }
  },
  estimate: ({ promises }, { weights }, level) => {
    const { caveats, n, size, x } = sharesOf(promises.kept, weights)
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
    const effective = (kept: Proportion) => {
      const { n, size, x } = sharesOf(kept, weights)
      return n === 0 ? { x: 0, n: 0 } : { x: (x / n) * size, n: size }
    }
    return shareDifference(effective(first.promises.kept), effective(second.promises.kept), level)
  },
})

const sharesOf = (kept: Proportion, weights: Weights) => ({
  x: weights === "use" ? kept.wx : kept.x,
  n: weights === "use" ? kept.w : kept.n,
  ...effectiveRows(kept, weights, null, null),
})
