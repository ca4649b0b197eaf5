import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Metric } from "../metrics/Metric.ts"
import type { Fold } from "../questions/folds/Fold.ts"
import type { Rule } from "../rules/Rule.ts"
import type { Importer } from "./Importer.ts"
import type { Renderer } from "./Renderer.ts"
import { labelOf, nameOr, readItem, readPlugin } from "./shape.ts"

/** Version of the contract between core and plugins. @category plugins @since 0.1.0 */
export const API = 1

/** What a plugin may bring. @category plugins @since 0.1.0 */
export type Item = Fold | Importer | Metric | Renderer | Rule

/** A package's items under one name. @category plugins @since 0.1.0 */
export interface Plugin {
  readonly name: string
  /** Version of the package; a report names it in its manifest. */
  readonly version?: string
  readonly api: number
  readonly items: ReadonlyArray<Item>
}

/**
 * Declares a plugin. Ids outside the `@touchpoint` packages carry their scope: `acme/loyalty-gap`.
 *
 * **Example** (An empty plugin)
 *
 * ```ts
 * import { Plugin } from "@touchpoint/core/plugins"
 *
 * const plugin = Plugin.make({ name: "@acme/touchpoint-rules", api: 1, items: [] })
 * console.log(plugin.name) // @acme/touchpoint-rules
 * ```
 *
 * @category plugins
 * @since 0.1.0
 */
export const make = (plugin: Plugin): Plugin => plugin

/** Plugins that cannot be used together: which, and why. @category errors @since 0.1.0 */
export class PluginConflict extends Schema.TaggedError<PluginConflict>()("PluginConflict", {
  reason: Schema.Literals(["duplicate-id", "other-api", "unscoped-id", "malformed"]),
  plugins: Schema.Array(Schema.String),
  item: Schema.NullOr(Schema.String),
  /** What is wrong with what is malformed. */
  problem: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    const names = this.plugins.join(" and ")
    switch (this.reason) {
      case "duplicate-id":
        return `${names} both bring ${this.item ?? ""}; leave one of them out`
      case "other-api":
        return `${names} is made for another version of the plugin contract than ${API}; install the version that fits this core`
      case "unscoped-id":
        return `${names} brings ${this.item ?? ""}, an id without scope; outside the @touchpoint packages ids are "scope/id"`
      case "malformed":
        return `${names} is malformed${this.item === null ? "" : ` at ${this.item}`}: ${this.problem ?? ""}; make plugins with Plugin.make and items with Rule.make, Metric.make, Renderer.make, Importer or makeFold`
    }
  }
}

/** The items of all plugins, by type and id. @category plugins @since 0.1.0 */
export interface Registry {
  /** Versions by plugin; `unknown` where a plugin names none. */
  readonly versions: ReadonlyMap<string, string>
  /** Folds beside the shipped ones, to be given to engines. */
  readonly folds: ReadonlyMap<string, Fold>
  readonly importers: ReadonlyMap<string, Importer>
  readonly metrics: ReadonlyMap<string, Metric>
  readonly renderers: ReadonlyMap<string, Renderer>
  readonly rules: ReadonlyMap<string, Rule>
}

/**
 * Joins plugins; a duplicate id, another api, an id without scope or an item that is none is one clear error.
 *
 * @category plugins
 * @since 0.1.0
 */
export const register = (plugins: ReadonlyArray<Plugin>): Result.Result<Registry, PluginConflict> => {
  const owner = new Map<string, string>()
  const registry = {
    versions: new Map<string, string>(),
    folds: new Map<string, Fold>(),
    importers: new Map<string, Importer>(),
    metrics: new Map<string, Metric>(),
    renderers: new Map<string, Renderer>(),
    rules: new Map<string, Rule>(),
  }
  for (const [at, plugin] of plugins.entries()) {
    const read = readPlugin(plugin)
    if (typeof read === "string") return malformed(nameOr(plugin, `plugin ${at + 1}`), null, read)
    const { api, items, name, version } = read
    if (api !== API) return Result.fail(new PluginConflict({ reason: "other-api", plugins: [name], item: null }))
    registry.versions.set(name, version ?? "unknown")
    for (const [i, item] of items.entries()) {
      const known = readItem(item)
      if (typeof known === "string") return malformed(name, labelOf(item, i), known)
      const { id, type } = known
      const key = `${type} ${id}`
      const other = owner.get(key)
      if (other !== undefined)
        return Result.fail(new PluginConflict({ reason: "duplicate-id", plugins: [other, name], item: key }))
      if (!name.startsWith("@touchpoint/") && !id.includes("/"))
        return Result.fail(new PluginConflict({ reason: "unscoped-id", plugins: [name], item: key }))
      owner.set(key, name)
      switch (type) {
        case "fold":
          registry.folds.set(id, item as Fold)
          break
        case "importer":
          registry.importers.set(id, item as Importer)
          break
        case "metric":
          registry.metrics.set(id, item as Metric)
          break
        case "renderer":
          registry.renderers.set(id, item as Renderer)
          break
        case "rule":
          registry.rules.set(id, item as Rule)
          break
      }
    }
  }
  return Result.succeed(registry)
}

const malformed = (plugin: string, item: string | null, problem: string) =>
  Result.fail(new PluginConflict({ reason: "malformed", plugins: [plugin], item, problem }))
