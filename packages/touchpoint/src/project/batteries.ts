import { metrics } from "@touchpoint/core/metrics"
import { Plugin } from "@touchpoint/core/plugins"
import { plugin as importers } from "@touchpoint/importers"
import { plugin as renderers } from "@touchpoint/renderers"
import { plugin as rules } from "@touchpoint/rules"

/** Core's own items, as a plugin like any other. */
const corePlugin = Plugin.make({ name: "@touchpoint/core", api: 1, items: metrics })

/** Everything this package brings. */
export const batteries: ReadonlyArray<Plugin.Plugin> = [corePlugin, importers, renderers, rules]
