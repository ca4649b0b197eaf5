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
} satisfies Readonly<Record<string, Readonly<Record<string, unknown>>>>
