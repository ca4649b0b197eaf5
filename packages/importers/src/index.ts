/**
 * Importers of touchpoint: CSV exports and inventories in YAML or JSON.
 *
 * @module
 */
export { csv } from "./csv/index.ts"
export { inventoryJson } from "./inventory-json/index.ts"
export { inventoryYaml } from "./inventory-yaml/index.ts"
