import { conversionRate, Metric, Step } from "@touchpoint/core/metrics"
import type { Inventory } from "@touchpoint/core/model"
import { type Need, Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { activeOf } from "../active.ts"
import { lostByAll, lostByGroups, type Passage } from "./lost.ts"
import { messages } from "./messages.ts"

const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
const Positive = Schema.Int.check(Schema.isGreaterThan(0))

/** Steps of a funnel that the metric takes. */
const MOST = 30

const Options = Schema.Struct({
  /** Steps of one funnel; `null` for the planned journeys of the inventory. */
  steps: Metric.withDefault(
    Schema.NullOr(Schema.Array(Step).check(Schema.isMinLength(2), Schema.isMaxLength(MOST))),
    null,
  ),
  /** Days from the first step in which all others have to come. */
  within: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0)), 7),
  /** Dimensions of groups that are compared with all others. */
  by: Metric.withDefault(Schema.Array(Schema.String), ["device"]),
  /** A group that loses less than this more than the others, in shares, is no finding. */
  margin: Metric.withDefault(Share, 0.05),
  /** From this on, in shares, the finding is critical. */
  severe: Metric.withDefault(Share, 0.25),
  /** Adjusted p-value below which a difference counts. */
  q: Metric.withDefault(Share, 0.05),
  /** A step that fewer of all go on to is a finding without any comparison. */
  floor: Metric.withDefault(Share, 0.01),
  /** Smaller groups are not judged. */
  minimum: Metric.withDefault(Positive, 100),
})

/** The steps of a funnel, and the names of what is needed for each passage. */
interface Funnel {
  readonly name: string
  readonly steps: ReadonlyArray<Step>
}

/**
 * Flags steps of a funnel at which one group of customers is lost more often than all others, and steps that hardly
 * anybody gets past.
 *
 * **Details**
 *
 * Everybody counts once, by the first attempt, and is in the group of the row that opened it. A group is compared with
 * all others taken together: Newcombe's interval of the difference has to lie wholly beyond the margin, and the p-value,
 * adjusted (Benjamini–Hochberg) over all groups and steps the rule looked at, below `q`. Dimensions that the facts do
 * not have are left out.
 *
 * @category rules
 * @since 0.2.0
 */
export const bigDropOff = Rule.make({
  id: "big-drop-off",
  meta: {
    title: { en: "Lost on the way", ru: "Большой отсев на шаге", pl: "Duży odpływ na kroku" },
    description: {
      en: "At a step of the funnel one group of customers is lost more often than the others, or nearly everybody is.",
      ru: "На шаге воронки одна группа клиентов отсеивается чаще остальных или теряются почти все.",
      pl: "Na kroku lejka jedna grupa klientów odpada częściej niż pozostałe albo odpadają prawie wszyscy.",
    },
    severity: "warning",
    category: "journey",
    recommended: true,
  },
  options: Options,
  messages,
  needs: ({ by, steps, within }, { inventory }) => {
    const needs: Record<string, Need> = {}
    for (const { name, steps: all } of funnelsOf(inventory, steps))
      for (let step = 2; step <= all.length; step++) {
        const conversion = { metric: conversionRate, params: { steps: all, step, of: "previous", within } }
        needs[`${name}/${step}`] = conversion
        for (const id of by) needs[`${name}/${step}/${id}`] = { ...conversion, by: [id] }
      }
    return needs
  },
  judge: ({ inventory, measurements }, options) => {
    const passages = funnelsOf(inventory, options.steps).flatMap(({ name, steps }) =>
      steps.slice(1).map((to, i): Passage => ({
        from: steps[i] ?? to,
        to,
        all: measurements[`${name}/${i + 2}`] ?? [],
        groups: options.by.map((dimension) => ({
          dimension,
          of: measurements[`${name}/${i + 2}/${dimension}`] ?? [],
        })),
      })),
    )
    const partyOf = (id: string) => inventory?.touchpoints.find((touchpoint) => touchpoint.id === id)?.party ?? "brand"
    return [...lostByGroups(passages, options, partyOf), ...lostByAll(passages, options, partyOf)]
  },
})

/** The funnel of the options, else the planned journeys over active touchpoints. */
const funnelsOf = (inventory: Inventory | null, steps: ReadonlyArray<Step> | null): ReadonlyArray<Funnel> => {
  if (steps !== null) return [{ name: "steps", steps }]
  const active = new Set(activeOf(inventory).map(({ id }) => id))
  return (inventory?.journeys ?? []).flatMap(({ id, steps: planned }) => {
    const met = planned.filter((step) => active.has(step)).slice(0, MOST)
    return met.length < 2 ? [] : [{ name: id, steps: met }]
  })
}
