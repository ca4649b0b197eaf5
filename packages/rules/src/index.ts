/**
 * Rules of touchpoint: what an inventory and its measurements say should be done.
 *
 * @module
 */
import { Plugin } from "@touchpoint/core/plugins"
import type { Rule } from "@touchpoint/core/rules"
import { brokenPromise } from "./broken-promise/index.ts"
import { ignoredNegativeTouchpoint } from "./ignored-negative-touchpoint/index.ts"
import { stageGap } from "./stage-gap/index.ts"

export { recommended } from "./presets.ts"
export { brokenPromise, ignoredNegativeTouchpoint, stageGap }

/** The rules of this package. @category rules @since 0.1.0 */
export const rules: ReadonlyArray<Rule.Rule> = [brokenPromise, ignoredNegativeTouchpoint, stageGap]

/** The rules as a plugin. @category plugins @since 0.1.0 */
export const plugin = Plugin.make({ name: "@touchpoint/rules", api: 1, items: rules })
