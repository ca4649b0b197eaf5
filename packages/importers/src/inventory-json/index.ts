import type { SourceUnreadable } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { LineCounter, parseDocument } from "yaml"
import { locator } from "../document/locate.ts"
import { plain } from "../document/plain.ts"
import { readText } from "../document/readText.ts"
import { thrown, unreadable } from "../source/unreadable.ts"
import { mistakeIn } from "./mistake.ts"

/**
 * An inventory in JSON: strict JSON, every value with its line and column.
 *
 * **Example** (Where a value stands)
 *
 * ```ts
 * import { Effect, Stream } from "effect"
 * import { Importer } from "@touchpoint/core/plugins"
 * import { inventoryJson } from "@touchpoint/importers/inventory-json"
 *
 * const bytes = Stream.make(new TextEncoder().encode('{ "touchpoints": [\n  { "id": "shop" }\n] }'))
 * const input = { source: "inventory.json", bytes, limits: Importer.defaultImportLimits }
 * const document = Effect.runSync(inventoryJson.open(input, {}))
 *
 * console.log(document.locate(["touchpoints", 0, "id"])) // { line: 2, column: 11 }
 * ```
 *
 * @category importers
 * @since 0.1.0
 */
export const inventoryJson = Importer.inventory({
  id: "inventory-json",
  docs: { title: "Inventory in JSON", description: "Touchpoints, stages and all else of an inventory, as JSON." },
  accepts: { extensions: [".json"], mediaTypes: ["application/json"] },
  options: Schema.Struct({}),
  open: (input) =>
    Effect.flatMap(readText(input), (text) =>
      Effect.fromResult(
        Result.try({
          try: (): unknown => JSON.parse(text),
          catch: () => notJson(input.source, text),
        }),
      ).pipe(
        Effect.flatMap((value) =>
          Effect.fromResult(
            Result.try({
              try: () => placed(input.source, text, value),
              catch: (error) => thrown(input.source, error, "write it as plain JSON"),
            }),
          ),
        ),
      ),
    ),
})

/** JSON is YAML too, so the same parser knows the places. What YAML objects to beyond double keys does not matter. */
const placed = (source: string, text: string, value: unknown): Importer.InventoryDocument => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, schema: "json", prettyErrors: false })
  const double = document.errors.find((error) => error.code === "DUPLICATE_KEY")
  if (double !== undefined) {
    const { col, line } = lines.linePos(double.pos[0])
    throw unreadable(source, `line ${line}, column ${col}: the key was given before`, "keep one of them")
  }
  return { source, value: plain(value), locate: locator(document, lines) }
}

const notJson = (source: string, text: string): SourceUnreadable => {
  const { column, found, line } = mistakeIn(text)
  const fix = "correct the JSON there (no comments, no trailing commas)"
  return unreadable(source, `line ${line}, column ${column}: unexpected ${found}`, fix)
}
