import { Locale } from "@touchpoint/core/model"
import type { Plugin } from "@touchpoint/core/plugins"
import { makeVoice, type Report, type Voice } from "@touchpoint/core/report"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { TouchpointError } from "../TouchpointError.ts"

const isLocale = Schema.is(Locale)

/** Fails for a locale there are no texts in: scripts without types can ask for any. */
export const checkLocale = (locale: Locale): Effect.Effect<Locale, TouchpointError> =>
  isLocale(locale)
    ? Effect.succeed(locale)
    : Effect.fail(
        new TouchpointError(
          "options",
          `There are no texts in ${typeof locale === "string" ? JSON.stringify(locale) : `a ${typeof locale}`}`,
          {
            where: "locale",
            fix: `Use one of: ${Locale.literals.join(", ")}`,
          },
        ),
      )

/** The voice of a report: core's sentences and those of every rule. */
export const voiceOf = ({ manifest, names }: Report, registry: Plugin.Registry, locale: Locale): Voice =>
  makeVoice(locale, names, manifest.zone, [...registry.rules.values()])
