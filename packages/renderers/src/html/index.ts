import { Metric } from "@touchpoint/core/metrics"
import { Renderer } from "@touchpoint/core/plugins"
import * as Schema from "effect/Schema"
import { page } from "./page.ts"

const Options = Schema.Struct({
  /** `auto` follows the reader's screen; paper is always white. */
  theme: Metric.withDefault(Schema.Literals(["auto", "light", "dark"]), "auto"),
})

/**
 * A report as one HTML page that stands alone: no scripts, no requests, light and dark, fit for paper.
 *
 * @category renderers
 * @since 0.1.0
 */
export const html = Renderer.make({
  id: "html",
  docs: {
    title: "HTML",
    description: "One page that stands alone: no scripts, no requests, fit for screens and paper.",
  },
  mediaType: "text/html",
  extension: ".html",
  options: Options,
  render: (report, voice, { theme }) => page(report, voice, theme),
})
