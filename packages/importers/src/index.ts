/**
 * Importers of touchpoint: CSV exports, event logs in XES, and inventories in YAML or JSON.
 *
 * @module
 */
import { Plugin } from "@touchpoint/core/plugins"
import { csv } from "./csv/index.ts"
import { inventoryJson } from "./inventory-json/index.ts"
import { inventoryYaml } from "./inventory-yaml/index.ts"
import { xes } from "./xes/index.ts"

export { csv } from "./csv/index.ts"
export { inventoryJson } from "./inventory-json/index.ts"
export { inventoryYaml } from "./inventory-yaml/index.ts"
export { xes } from "./xes/index.ts"

/** All importers of this package. @category plugins @since 0.1.0 */
export const plugin: Plugin.Plugin = Plugin.make({
  name: "@touchpoint/importers",
  api: 1,
  items: [csv, inventoryYaml, inventoryJson, xes],
})
