/**
 * Renderers of touchpoint: one report as an HTML page, as Markdown, as text for a terminal or as JSON.
 *
 * @module
 */
import { Plugin } from "@touchpoint/core/plugins"
import { html } from "./html/index.ts"
import { json } from "./json/index.ts"
import { markdown } from "./markdown/index.ts"
import { terminal } from "./terminal/index.ts"

export { html } from "./html/index.ts"
export { json, JsonReport, measurementsJson } from "./json/index.ts"
export { markdown } from "./markdown/index.ts"
export { terminal } from "./terminal/index.ts"

/** All renderers of this package. @category plugins @since 0.1.0 */
export const plugin = Plugin.make({ name: "@touchpoint/renderers", api: 1, items: [html, markdown, json, terminal] })
