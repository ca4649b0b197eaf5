/**
 * What a plugin is made of: importers, renderers, metrics, rules; and the plugin itself.
 *
 * @module
 */
export * as Importer from "./Importer.ts"
