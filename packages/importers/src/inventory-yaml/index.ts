import { Importer } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { LineCounter, parseAllDocuments } from "yaml"
import { locator } from "../document/locate.ts"
import { plain } from "../document/plain.ts"
import { readText } from "../document/readText.ts"
import { thrown, unreadable } from "../source/unreadable.ts"

/**
 * An inventory in YAML 1.2: one document of plain data, every value with its line and column.
 *
 * **Example** (Where a value stands)
 *
 * ```ts
 * import { Effect, Stream } from "effect"
 * import { Importer } from "@touchpoint/core/plugins"
 * import { inventoryYaml } from "@touchpoint/importers/inventory-yaml"
 *
 * const bytes = Stream.make(new TextEncoder().encode("touchpoints:\n  - id: shop\n    stage: buying\n"))
 * const input = { source: "inventory.yaml", bytes, limits: Importer.defaultImportLimits }
 * const document = Effect.runSync(inventoryYaml.open(input, {}))
 *
 * console.log(document.locate(["touchpoints", 0, "stage"])) // { line: 3, column: 12 }
 * ```
 *
 * @category importers
 * @since 0.1.0
 */
export const inventoryYaml = Importer.inventory({
  id: "inventory-yaml",
  docs: { title: "Inventory in YAML", description: "Touchpoints, stages and all else of an inventory, as YAML 1.2." },
  accepts: { extensions: [".yaml", ".yml"], mediaTypes: ["application/yaml"] },
  options: Schema.Struct({}),
  open: (input) =>
    Effect.flatMap(readText(input), (text) =>
      Effect.fromResult(
        Result.try({
          try: () => parseYaml(input.source, text),
          catch: (error) => thrown(input.source, error, "write it as plain, finite YAML with few aliases"),
        }),
      ),
    ),
})

const parseYaml = (source: string, text: string): Importer.InventoryDocument => {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    schema: "core",
    merge: false,
    prettyErrors: false,
    logLevel: "error",
  })
  const [document, second] = Array.isArray(documents) ? documents : []
  if (document === undefined) throw unreadable(source, "it holds no document", "write at least its list of touchpoints")
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) {
    const { col, line } = lines.linePos(problem.pos[0])
    throw unreadable(source, `line ${line}, column ${col}: ${problem.message}`, "correct the YAML there")
  }
  if (second !== undefined) {
    const { line } = lines.linePos(second.range[0])
    throw unreadable(source, `a second document begins in line ${line}`, "keep one document in a file: remove the ---")
  }
  const value = plain(document.toJS({ maxAliasCount: 100 }))
  return { source, value, locate: locator(document, lines) }
}
