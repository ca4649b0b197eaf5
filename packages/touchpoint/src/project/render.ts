import path from "node:path"
import type { Locale, OptionsInvalid } from "@touchpoint/core/model"
import { type Plugin, Renderer } from "@touchpoint/core/plugins"
import type { Report } from "@touchpoint/core/report"
import * as Effect from "effect/Effect"
import { TouchpointError } from "../TouchpointError.ts"
import { type FileUnwritable, writeWhole } from "./files.ts"
import { checkLocale, voiceOf } from "./voice.ts"

/** How a report is rendered. @category analysis @since 0.1.0 */
export interface RenderOptions {
  readonly locale?: Locale
  /** Options of the renderer. */
  readonly options?: Readonly<Record<string, unknown>>
}

/** Why a report was not rendered. */
type RenderFailure = OptionsInvalid | Renderer.RenderError | TouchpointError

/** Renders the report of an analysis. */
export const renderAs = Effect.fnUntraced(function* (
  report: Report,
  registry: Plugin.Registry,
  format: string,
  { locale = "en", options }: RenderOptions = {},
): Effect.fn.Return<Uint8Array, RenderFailure> {
  if (typeof format !== "string")
    return yield* Effect.fail(
      new TouchpointError("options", `A ${typeof format} names no renderer`, {
        where: "format",
        fix: "Give the id of a renderer, such as html",
      }),
    )
  const wanted = format.startsWith(".") ? format : `.${format}`
  const renderer =
    registry.renderers.get(format) ?? [...registry.renderers.values()].find((r) => r.extension === wanted)
  if (renderer === undefined)
    return yield* Effect.fail(
      new TouchpointError(
        "options",
        format === "" ? "The file has no extension" : `There is no renderer for ${JSON.stringify(format)}`,
        {
          where: format,
          fix: `Use one of: ${[...registry.renderers.values()].map((r) => `${r.id} (${r.extension})`).join(", ")}`,
        },
      ),
    )
  yield* checkLocale(locale)
  return yield* Renderer.run(renderer, report, voiceOf(report, registry, locale), options)
})

/** Renders a report and writes it; the extension decides the format. */
export const saveAs = Effect.fnUntraced(function* (
  report: Report,
  registry: Plugin.Registry,
  file: string,
  options: RenderOptions = {},
): Effect.fn.Return<string, FileUnwritable | RenderFailure> {
  const bytes = yield* renderAs(report, registry, path.extname(file).toLowerCase(), options)
  yield* writeWhole(file, bytes)
  return file
})
