/**
 * What a plugin is made of: importers, renderers, metrics, rules; and the plugin itself.
 *
 * @module
 */
export * as Importer from "./Importer.ts"
export * as Plugin from "./Plugin.ts"
export * as Renderer from "./Renderer.ts"
