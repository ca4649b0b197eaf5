import type { CreditOptions, CreditRule } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import type { Held } from "../Ground.ts"
import { event, events, foldSql, type Found, type Level, NONE, when } from "./FoldSql.ts"
import { journeys } from "./journeys.ts"
import { logHistogram } from "./LogBins.ts"

const N = "length(used)"
/** 1 for the first touch of every label, else 0. */
const MEETINGS = "arrayMap((y, i) -> toFloat64(indexOf(names, y) = i), names, arrayEnumerate(names))"

/** What each touch gets of one conversion, as an array. */
const shares = (held: Held, rule: CreditRule): string => {
  const only = (place: string) => `arrayMap(i -> toFloat64(i = ${place}), arrayEnumerate(used))`
  switch (rule.rule) {
    case "first":
      return only("1")
    case "last":
      return only(N)
    case "last-non-direct": {
      const place = `arrayLastIndex(y -> NOT has(${held.parameters.texts(["", ...rule.direct.map((label) => `=${label}`)])}, y), names)`
      return only(`if(${place} = 0, ${N}, ${place})`)
    }
    case "linear":
      return `arrayMap(t -> 1. / ${N}, used)`
    case "participation":
      return MEETINGS
    case "linear-unique":
      return `arrayMap(x -> x / length(arrayDistinct(names)), ${MEETINGS})`
    case "position": {
      const { between, first, last } = rule
      const sum = `if(${N} > 2, ${double(first + last + between)}, ${double(first + last)})`
      const part = `multiIf(i = 1, ${double(first)}, i = ${N}, ${double(last)}, ${double(between)} / (toFloat64(${N}) - 2.)) / ${sum}`
      return `arrayMap(i -> if(${N} < 2 OR ${sum} = 0., 1. / ${N}, ${part}), arrayEnumerate(used))`
    }
    case "time-decay": {
      const age = rule.step > 0 ? `${double(rule.step)} * floor(t / ${double(rule.step)})` : "t"
      // Counted from the youngest touch: the oldest would vanish where all are far from the conversion.
      const aged = `arrayMap(t -> ${age}, ages)`
      const weights = `arrayMap(x -> exp2((arrayMin(${aged}) - x) / ${double(rule.halfLife)}), ${aged})`
      return `arrayMap(x -> x / arraySum(${weights}), ${weights})`
    }
  }
}

/** The fold `credit`: how touches before conversions share them, by several rules. */
export const credit = foldSql<CreditOptions>({
  version: 1,
  options: ["touch", "gap", "lookBack", "reuse", "conversion", "rules", "longest"],
  levels: (options, { bit, held }): ReadonlyArray<Level> => [
    ...journeys({ ...options, start: null }, bit),
    [
      ["own", "if(converted = 1, endGroup, '')"],
      ["worth", "if(isNaN(endValue), 0., endValue)"],
      ["used", `if(length(touches) <= ${options.longest}, touches, arraySlice(touches, -${options.longest}))`],
    ],
    [
      ["names", "arrayMap(t -> t.3, used)"],
      ["ages", "arrayMap(t -> endAt - t.2, used)"],
    ],
    [["kinds", "arrayDistinct(names)"]],
    options.rules.map((rule, i) => [`shares${i}`, shares(held, rule)] as const),
    // The touches of a label get their shares together.
    options.rules.map(
      (_, i) =>
        [`credits${i}`, `arrayMap(k -> arraySum((y, x) -> if(y = k, x, 0.), names, shares${i}), kinds)`] as const,
    ),
  ],
  events: ({ longest, rules }) =>
    `if(own = '', ${NONE}, ${events(
      `[${event("own", "conversions")}, ${event("own", "worth", "0.", "worth")}]`,
      when("NOT isNaN(endValue)", event("own", "valued")),
      when("empty(used)", event("own", "nobody"), event("own", "lost worth", "0.", "worth")),
      when(`length(touches) > ${longest}`, event("own", "cut")),
      `arrayMap(y -> ${event("own", "concat('touch ', y)")}, names)`,
      `arrayMap((y, t) -> ${event("own", "concat('~age ', y)", "t")}, names, ages)`,
      `arrayMap(y -> ${event("own", "concat('met ', y)")}, kinds)`,
      ...rules.flatMap((_, i) =>
        (
          [
            ["credit", "c"],
            ["squares", "c * c"],
            ["value", "c * worth"],
            ["valueSquares", "pow(c * worth, 2)"],
          ] as const
        ).map(
          ([what, amount]) =>
            `arrayMap((y, c) -> ${event("own", `concat('${what}${i} ', y)`, "0.", amount)}, kinds, credits${i})`,
        ),
      ),
    )})`,
  state: ({ rules }, found) => {
    if (found.times("conversions") === 0) return undefined
    const labels = [...labelsOf(found)].toSorted()
    return {
      conversions: { n: found.times("conversions"), value: found.times("worth") },
      unattributed: { n: found.times("nobody"), value: found.times("lost worth") },
      valued: found.times("valued"),
      cut: found.times("cut"),
      labels: labels.map((label) => ({
        label,
        touches: found.times(`touch =${label}`),
        conversions: found.times(`met =${label}`),
        ages: logHistogram(found.values(`~age =${label}`)),
      })),
      rules: rules.map((_, i) =>
        labels.map((label) => ({
          label,
          credit: found.times(`credit${i} =${label}`),
          squares: found.times(`squares${i} =${label}`),
          value: found.times(`value${i} =${label}`),
          valueSquares: found.times(`valueSquares${i} =${label}`),
        })),
      ),
    }
  },
})

const labelsOf = function* (found: Found) {
  for (const what of found.whats()) if (what.startsWith("touch =")) yield what.slice("touch =".length)
}
