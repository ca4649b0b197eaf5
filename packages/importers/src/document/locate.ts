import type { Importer } from "@touchpoint/core/plugins"
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter } from "yaml"

type Locate = Importer.InventoryDocument["locate"]

/** The place of paths in a parsed document: of the node, or of its nearest parent that is there. */
export const locator =
  (document: Document, lines: LineCounter): Locate =>
  (path) => {
    let node: unknown = document.contents
    let offset = offsetOf(node)
    for (const step of path) {
      node = child(isAlias(node) ? node.resolve(document) : node, step)
      const next = offsetOf(node)
      if (next === null) break
      offset = next
    }
    if (offset === null) return null
    const { col, line } = lines.linePos(offset)
    return { line, column: col }
  }

const child = (node: unknown, step: string | number): unknown => {
  if (isSeq(node)) return node.items[Number(step)]
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
  return pair === undefined ? undefined : (pair.value ?? pair.key)
}

const offsetOf = (node: unknown): number | null => (isNode(node) ? (node.range?.[0] ?? null) : null)
