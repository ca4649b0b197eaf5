// The standard report over the interactions of a shop: what an analyst asks of an export, all in one go.
import {
  column,
  credit,
  creditDefaults,
  dimension,
  eq,
  funnel,
  funnelDefaults,
  mark,
  oneOf,
  pathDefaults,
  paths,
  pressure,
  type Question,
  retention,
  tally,
  trails,
  transitionDefaults,
  transitions,
  uShaped,
  weeklyDecay,
} from "@touchpoint/core/questions"

const DAY = 86_400_000

/** First instants of the months from January 2025 to July 2026. */
export const months: ReadonlyArray<number> = Array.from({ length: 19 }, (_, i) => Date.UTC(2025, i, 1))

/** What funnels go through, and what converts. */
export const steps = ["product-page", "shopping-cart", "checkout", "purchase-confirmation-email"] as const

/** Where somebody may come from. */
export const sources = [
  "blog-post",
  "email-newsletter",
  "landing-page",
  "marketing-campaign",
  "online-advertising",
  "peer-recommendation",
  "social-media",
  "video-tutorial",
] as const

/** Messages that press. */
export const messages = ["email-newsletter", "marketing-campaign", "cross-sell-email", "anniversary-greeting"] as const

const touchpoint = column("touchpoint")
const step = (name: string) => mark(name, { kind: "interaction", when: eq(touchpoint, name) })
const [product, cart, checkout, bought] = steps
const over = {
  kinds: ["interaction"] as const,
  marks: [
    ...steps.map(step),
    mark("any", { kind: "interaction" }),
    mark("source", { kind: "interaction", when: oneOf(touchpoint, sources) }),
  ],
}
const monthly = { edges: months }

/** By the name of the part of the report. */
export const questions: Readonly<Record<string, Question>> = {
  tally: tally(
    "interaction",
    { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } },
    { by: [dimension("touchpoint", touchpoint)], edges: months },
  ),
  "funnel to the order": trails(funnel, { ...funnelDefaults, steps, within: 7 * DAY }, over),
  "funnel to the order, by month": trails(
    funnel,
    { ...funnelDefaults, steps, within: 7 * DAY },
    { ...over, open: monthly },
  ),
  "funnel to the cart, best": trails(
    funnel,
    { ...funnelDefaults, steps: [product, cart, checkout], within: DAY, attempt: "best" },
    over,
  ),
  retention: trails(
    retention,
    {
      entry: "any",
      return: "any",
      clock: { kind: "calendar", edges: months },
      count: 18,
      bracket: null,
      asOf: months.at(-1) ?? 0,
    },
    { ...over, open: monthly },
  ),
  transitions: trails(transitions, transitionDefaults, over),
  paths: trails(paths, { ...pathDefaults, longest: 5 }, over),
  attribution: trails(
    credit,
    {
      ...creditDefaults,
      conversion: bought,
      touch: "source",
      rules: [{ rule: "first" }, { rule: "last" }, { rule: "linear" }, uShaped, weeklyDecay],
    },
    over,
  ),
  pressure: trails(
    pressure,
    { clock: { kind: "rolling", length: 7 * DAY }, packages: "each", among: null },
    { ...over, open: { where: oneOf(touchpoint, messages) } },
  ),
}
