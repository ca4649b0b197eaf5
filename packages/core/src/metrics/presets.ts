import type * as Schema from "effect/Schema"
import type { Name } from "../model/Identifier.ts"

/** Parameters by which another tool counts a metric. @category presets @since 0.2.0 */
export interface PresetMetric {
  readonly params: Readonly<Record<string, Schema.Json>>
  /** Where the tool says so, and what of it is not reproduced. */
  readonly source: string
}

/** The conventions of another tool, by metric. @category presets @since 0.2.0 */
export interface Preset {
  readonly id: string
  readonly title: Name
  readonly metrics: Readonly<Record<string, PresetMetric>>
}

/**
 * Conventions of other tools, as far as their documentation tells them. A preset only names parameters: a number is
 * defined by these, and two of equal parameters are comparable whoever they are named after.
 *
 * @category presets
 * @since 0.2.0
 */
export const presets: ReadonlyArray<Preset> = [
  {
    id: "posthog",
    title: "PostHog",
    metrics: {
      retention: {
        params: { clock: "calendar", floor: "none", mode: "on" },
        source:
          "PostHog docs, Retention: returned in exactly the interval, by the calendar of the project; first-ever entry",
      },
      "conversion-rate": {
        params: { attempt: "first", order: "sequential", ties: "sequence", tolerance: 0, within: 14 },
        source: "PostHog docs, Funnels: sequential steps within 14 days of the first",
      },
    },
  },
  {
    id: "mixpanel",
    title: "Mixpanel",
    metrics: {
      retention: {
        params: { clock: "elapsed", floor: "none", mode: "on-or-after" },
        source: "Mixpanel docs, Retention: on or after an interval of 24 hours, 7 or 30 days from the entry on",
      },
      "conversion-rate": {
        params: { attempt: "best", order: "sequential", ties: "either", tolerance: 2000, within: 7 },
        source: "Mixpanel docs, Funnels: uniques, any entry converts, 7 days, two seconds of grace; not its exclusions",
      },
    },
  },
  {
    id: "amplitude",
    title: "Amplitude",
    metrics: {
      retention: {
        params: { clock: "elapsed", floor: "hour", mode: "on" },
        source: "Amplitude docs, Retention analysis: rolling 24 hours, instants floored to the hour",
      },
      "conversion-rate": {
        params: { attempt: "best", order: "sequential", ties: "either", tolerance: 1000, within: 1 },
        source:
          "Amplitude docs, Funnel analysis: this order, longest sequence of a user, one second in either order, 1 day",
      },
    },
  },
  {
    id: "matomo",
    title: "Matomo",
    metrics: {
      "conversion-rate": {
        params: { form: "session" },
        source: "Matomo docs, Goals: share of visits that triggered a goal; steps are interactions",
      },
      "average-order-value": {
        params: { basis: "gross" },
        source: "Matomo docs, Ecommerce: revenue of all orders over orders; what is refunded later changes nothing",
      },
    },
  },
  {
    id: "ga4",
    title: "Google Analytics 4",
    metrics: {
      "conversion-rate": {
        params: { form: "session" },
        source:
          "Google Analytics 4, session key event rate: key events once per session; its look-backs are of attribution",
      },
    },
  },
  {
    id: "formbricks",
    title: "Formbricks",
    metrics: {
      nps: {
        params: { base: "asked" },
        source: "Formbricks, survey summary: those who dismissed the question are divided by too",
      },
      csat: { params: { form: "top-box", top: 2 }, source: "Formbricks docs, CSAT: share of 4 and 5 of five" },
      ces: { params: { form: "mean" }, source: "Formbricks docs, CES: mean of the answers" },
    },
  },
  {
    id: "qualtrics",
    title: "Qualtrics",
    metrics: {
      nps: {
        params: { base: "answered" },
        source: "Qualtrics docs, Studio NPS: answers without a score are left out by default",
      },
      "contact-gap": {
        params: { clock: "rolling" },
        source: "Qualtrics docs, contact frequency rules: so many hours since the last message, by the clock",
      },
      "contact-pressure": {
        params: { classes: ["marketing", "survey", "occasion"], clock: "rolling" },
        source: "Qualtrics docs, contact frequency rules: rolling windows, reminders and thanks not counted",
      },
    },
  },
]

/** Presets that know a metric. @category presets @since 0.2.0 */
export const presetsOf = (metric: string): ReadonlyArray<Preset> =>
  presets.filter(({ metrics }) => Object.hasOwn(metrics, metric))
