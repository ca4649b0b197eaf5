import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Malformed, settled, thrownText } from "../model/foreign.ts"
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
        try: () => bytesOf(declaration.render(report, voice, options)),
        catch: (thrown) => new RenderError({ renderer: declaration.id, problem: thrownText(thrown) }),
      }),
    ),
})

/** A renderer is somebody's code: what it gives is looked at before it is written anywhere. */
const bytesOf = (output: unknown): Uint8Array => {
  const given = settled(output)
  if (typeof given === "string") return new TextEncoder().encode(given)
  if (given instanceof Uint8Array) return given
  const what = given === null ? "null" : Array.isArray(given) ? "a list" : `of type ${typeof given}`
  throw new Malformed(`what it gave is ${what}; a renderer gives a string or a Uint8Array`)
}

/**
 * Renders a report with a renderer that may not have been made by {@link make}: whatever it does wrong is its
 * `RenderError`. It gets a copy of the report, so that it cannot damage what other renderers get.
 *
 * @category renderers
 * @since 0.1.0
 */
export const run = (
  renderer: Renderer,
  report: Report,
  voice: Voice,
  options?: unknown,
): Effect.Effect<Uint8Array, RenderError | OptionsInvalid> => {
  const broken = (thrown: unknown) =>
    Effect.fail(new RenderError({ renderer: renderer.id, problem: thrownText(thrown) }))
  return Effect.suspend((): Effect.Effect<unknown, RenderError | OptionsInvalid> => {
    const rendering: unknown = settled(renderer.render(structuredClone(report), voice, options))
    return Effect.isEffect(rendering)
      ? (rendering as ReturnType<Renderer["render"]>)
      : broken(new Malformed("its render gave no effect"))
  }).pipe(Effect.map(bytesOf), Effect.catchDefect(broken))
}
