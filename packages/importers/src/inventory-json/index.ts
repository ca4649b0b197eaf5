import type { SourceUnreadable } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { LineCounter, parseDocument } from "yaml"
import { locator } from "../document/locate.ts"
import { NotPlain, plain } from "../document/plain.ts"
import { readText } from "../document/readText.ts"
import { unreadable } from "../source/unreadable.ts"

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
          catch: (error) => notJson(input.source, text, String(error instanceof Error ? error.message : error)),
        }),
      ).pipe(
        Effect.flatMap((value) =>
          Effect.fromResult(
            Result.try({ try: () => placed(input.source, text, value), catch: (error) => explain(input.source, error) }),
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

/** Engines name the place of a mistake as position, as line and column, or not at all. */
const notJson = (source: string, text: string, message: string): SourceUnreadable => {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? []
  const position = /unexpected end|unterminated/i.test(message) ? text.length : /position (\d+)/.exec(message)?.[1]
  const before = position === undefined ? [] : text.slice(0, Number(position)).split(/\r\n|\n|\r/)
  const place =
    line !== undefined
      ? `line ${line}, column ${column}: `
      : before.length > 0
        ? `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `
        : ""
  const problem = message.replace(/ in JSON at position .*| at line \d+ column .*/, "")
  return unreadable(source, `${place}${problem}`, "correct the JSON there (no comments, no trailing commas)")
}

const explain = (source: string, error: unknown): SourceUnreadable => {
  if (error instanceof Error && "_tag" in error) return error as SourceUnreadable
  const problem = error instanceof NotPlain ? error.problem : error instanceof Error ? error.message : String(error)
  return unreadable(source, problem, "write it as plain JSON")
}
