import type { Locale } from "@touchpoint/core/model"
import type { Plugin } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import { calendarOf } from "./calendar.ts"
import { type Config, decodeConfig } from "./Config.ts"
import { openPlugins, registryOf } from "./plugins.ts"
import { parsePeriod } from "./selection.ts"
import { checkLocale } from "./voice.ts"

/** Options of a script that replace keys of its configuration. */
export interface Replacing {
  readonly asOf?: string
  readonly compare?: "previous" | "year-before" | "none"
  readonly from?: string
  readonly locale?: Locale
  readonly to?: string
  readonly where?: string | ReadonlyArray<string>
}

/** A configuration given as an argument, with the options that replace keys of it, and the plugins it names. */
export const openGiven = Effect.fnUntraced(function* (
  source: string,
  config: Config,
  { asOf, compare, from, locale: language, to, where }: Replacing,
  { base, plugins }: { readonly base: string; readonly plugins: ReadonlyArray<Plugin.Plugin> },
) {
  if (language !== undefined) yield* checkLocale(language)
  const own = yield* decodeConfig(source, config)
  const decoded: Config = {
    ...own,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(where === undefined ? {} : { where }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(compare === undefined ? {} : { compare }),
    ...(language === undefined ? {} : { locale: language }),
  }
  if (asOf !== undefined) yield* parsePeriod("asOf", asOf, calendarOf(decoded))
  const named = yield* openPlugins({ config: decoded, file: source, base })
  const registry = yield* registryOf([...named, ...plugins])
  const locale: Locale = decoded.locale ?? "en"
  return { decoded, registry, locale }
})
