import path from "node:path"
import { pathToFileURL } from "node:url"
import { Plugin } from "@touchpoint/core/plugins"
import { thrownText } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { resolve } from "import-meta-resolve"
import { TouchpointError } from "../TouchpointError.ts"
import { batteries } from "./batteries.ts"
import { configIssue } from "./Config.ts"
import type { OpenedConfig } from "./open.ts"

const isPlugin = (value: unknown): value is Plugin.Plugin => {
  try {
    return looksLikePlugin(value)
  } catch {
    return false
  }
}

const looksLikePlugin = (value: unknown): value is Plugin.Plugin =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  typeof value.name === "string" &&
  "api" in value &&
  "items" in value &&
  Array.isArray(value.items)

/** Imports the plugins a configuration names, from its own folder. */
export const openPlugins = Effect.fnUntraced(function* ({ base, config, file }: OpenedConfig) {
  const plugins: Array<Plugin.Plugin> = []
  for (const [i, name] of (config.plugins ?? []).entries())
    plugins.push(
      yield* Effect.tryPromise({
        try: async () => {
          // As an import in a file of that folder would find it: `exports` with `import` only are found too.
          const found = resolve(name, pathToFileURL(path.resolve(base, "touchpoint.config.js")).href)
          const module = (await import(found)) as { readonly plugin?: unknown }
          if (!isPlugin(module.plugin)) throw new Error("it exports no plugin (export const plugin = Plugin.make(…))")
          return module.plugin
        },
        catch: (thrown) =>
          configIssue(
            file,
            `plugins[${i}]`,
            `${name} cannot be loaded: ${(thrown instanceof Error ? thrown.message : thrownText(thrown)).split("\n", 1)[0]}`,
          ),
      }),
    )
  return plugins
})

/** The items of the batteries and of plugins that scripts hand over. */
export const registryOf = (
  plugins: ReadonlyArray<Plugin.Plugin>,
): Effect.Effect<Plugin.Registry, Plugin.PluginConflict | TouchpointError> => {
  const odd = plugins.findIndex((plugin) => !isPlugin(plugin))
  return odd >= 0
    ? Effect.fail(
        new TouchpointError("plugin", `plugins[${odd}] is not a plugin`, {
          where: `plugins[${odd}]`,
          fix: "Give what Plugin.make of @touchpoint/core/plugins makes",
        }),
      )
    : Effect.fromResult(Plugin.register([...batteries, ...plugins]))
}
