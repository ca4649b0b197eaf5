import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { decodeOptions, type OptionsInvalid } from "../model/OptionsInvalid.ts"
import type { Report } from "../report/Report.ts"
import type { Voice } from "../report/voice.ts"

/** A renderer could not render. @category errors @since 0.1.0 */
export class RenderError extends Schema.TaggedError<RenderError>()("RenderError", {
  renderer: Schema.String,
  problem: Schema.String,
}) {
  override get message(): string {
    return `The renderer ${this.renderer} failed: ${this.problem}`
  }
}

/** Turns a report into bytes: pure, without clock and files; the match over block kinds is exhaustive by type. @category renderers @since 0.1.0 */
export interface Renderer {
  readonly type: "renderer"
  readonly id: string
  readonly docs: { readonly title: string; readonly description: string }
  readonly mediaType: string
  readonly extension: `.${string}`
  readonly options: Schema.Top
  readonly render: (
    report: Report,
    voice: Voice,
    options?: unknown,
  ) => Effect.Effect<Uint8Array, RenderError | OptionsInvalid>
}

/** How a renderer is declared. @category renderers @since 0.1.0 */
export interface Declaration<Options> {
  readonly id: string
  readonly docs: { readonly title: string; readonly description: string }
  readonly mediaType: string
  readonly extension: `.${string}`
  readonly options: Schema.Codec<Options, unknown>
  readonly render: (report: Report, voice: Voice, options: Options) => string | Uint8Array
}

/** Declares a renderer; its options are checked by its own schema, what it throws is its `RenderError`. @category renderers @since 0.1.0 */
export const make = <Options>(declaration: Declaration<Options>): Renderer => ({
  type: "renderer",
  id: declaration.id,
  docs: declaration.docs,
  mediaType: declaration.mediaType,
  extension: declaration.extension,
  options: declaration.options,
  render: (report, voice, input) =>
    Effect.flatMap(decodeOptions(`renderer ${declaration.id}`, declaration.options, input), (options) =>
      Effect.try({
        try: () => {
          const output = declaration.render(report, voice, options)
          return typeof output === "string" ? new TextEncoder().encode(output) : output
        },
        catch: (thrown) =>
          new RenderError({
            renderer: declaration.id,
            problem: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
          }),
      }),
    ),
})
