/**
 * The rules worth running everywhere, with the options they have where none are given. Spread it and change what does
 * not fit.
 *
 * **Example** (A stricter target)
 *
 * ```ts
 * import { recommended } from "@touchpoint/rules"
 *
 * const rules = { ...recommended, "broken-promise": { ...recommended["broken-promise"], target: 0.98 } }
 * console.log(rules["broken-promise"].target) // 0.98
 * ```
 *
 * @category presets
 * @since 0.1.0
 */
export const recommended = {
  "stage-gap": { ignore: [] },
  "ignored-negative-touchpoint": { npsFloor: 0, csatFloor: 0.6, minimum: 30, reviewWithinDays: 180, nps: {}, csat: {} },
  "broken-promise": { target: 0.95, critical: 0.8, minimum: 30, rule: "as-stated" },
  "big-drop-off": {
    steps: null,
    within: 7,
    by: ["device"],
    margin: 0.05,
    severe: 0.25,
    q: 0.05,
    floor: 0.01,
    minimum: 100,
  },
  "inconsistent-attributes": {
    keys: [
      "deliveryDays",
      "deliveryPrice",
      "freeDeliveryFrom",
      "openingHours",
      "price",
      "returnDays",
      "warrantyMonths",
    ],
    groups: [],
  },
  "missing-feedback": { minimum: 100, reach: 0.05, responseRate: 0.05, ignore: ["feedback-survey"] },
  "over-cap": {
    cap: 4,
    days: 7,
    clock: "rolling",
    classes: ["marketing", "reminder", "survey", "occasion"],
    packages: "once",
    share: 0.05,
    by: "customer.segment",
    minimum: 30,
  },
  "partner-below-sla": { sla: null, level: 0.95, severe: 0.1, minimum: 10, rule: "as-stated" },
  "silence-after-purchase": { days: 30, share: 0.25, classes: [], orders: {}, minimum: 100 },
  "stale-review": { withinDays: 365, ignore: [] },
} satisfies Readonly<Record<string, Readonly<Record<string, unknown>>>>
