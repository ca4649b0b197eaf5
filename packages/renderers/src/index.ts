/**
 * Renderers of touchpoint: one self-contained page, Markdown, JSON.
 *
 * @module
 */
import { Plugin } from "@touchpoint/core/plugins"
import { html } from "./html/index.ts"

export { html }

/** The renderers as a plugin. @category plugins @since 0.1.0 */
export const plugin = Plugin.make({ name: "@touchpoint/renderers", api: 1, items: [html] })
