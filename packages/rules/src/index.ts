/**
 * Rules of touchpoint: what an inventory and its measurements say should be done.
 *
 * @module
 */
import { Plugin } from "@touchpoint/core/plugins"
import type { Rule } from "@touchpoint/core/rules"
import { bigDropOff } from "./big-drop-off/index.ts"
import { brokenPromise } from "./broken-promise/index.ts"
import { ignoredNegativeTouchpoint } from "./ignored-negative-touchpoint/index.ts"
import { inconsistentAttributes } from "./inconsistent-attributes/index.ts"
import { missingFeedback } from "./missing-feedback/index.ts"
import { overCap } from "./over-cap/index.ts"
import { partnerBelowSla } from "./partner-below-sla/index.ts"
import { silenceAfterPurchase } from "./silence-after-purchase/index.ts"
import { stageGap } from "./stage-gap/index.ts"
import { staleReview } from "./stale-review/index.ts"

export { recommended } from "./presets.ts"
export {
  bigDropOff,
  brokenPromise,
  ignoredNegativeTouchpoint,
  inconsistentAttributes,
  missingFeedback,
  overCap,
  partnerBelowSla,
  silenceAfterPurchase,
  stageGap,
  staleReview,
}

/** The rules of this package. @category rules @since 0.1.0 */
export const rules: ReadonlyArray<Rule.Rule> = [
  bigDropOff,
  brokenPromise,
  ignoredNegativeTouchpoint,
  inconsistentAttributes,
  missingFeedback,
  overCap,
  partnerBelowSla,
  silenceAfterPurchase,
  stageGap,
  staleReview,
]

/** The rules as a plugin. @category plugins @since 0.1.0 */
export const plugin = Plugin.make({ name: "@touchpoint/rules", api: 1, items: rules })
