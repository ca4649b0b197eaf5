import type { Dimension, DimensionValue, Span } from "@touchpoint/core/questions"
import { checker } from "../faults.ts"
import { evaluate, holds } from "./evaluate.ts"
import type { Row, Value, World } from "./Row.ts"

/** Whether an instant lies in a span; an absent one lies in none. @category oracle @since 0.2.0 */
export const inSpan = (span: Span | null, at: Value): boolean =>
  span === null
    ? !Number.isNaN(at)
    : at !== null && Number(at) >= (span.from ?? -Infinity) && Number(at) < (span.to ?? Infinity)

/** Rows gathered under what `keyOf` gives, in order of first appearance. @category oracle @since 0.2.0 */
export const gather = <T>(
  items: ReadonlyArray<T>,
  keyOf: (item: T) => ReadonlyArray<Value>,
): ReadonlyArray<ReadonlyArray<T>> => [...Map.groupBy(items, (item) => JSON.stringify(keyOf(item))).values()]

/** The value of a dimension for a row. @category oracle @since 0.2.0 */
export const dimensionValue = (world: World, row: Row, dimension: Dimension): DimensionValue => {
  if ("cases" in dimension) return dimension.cases.find(({ when }) => holds(evaluate(world, row, when)))?.label ?? null
  const value = evaluate(world, row, dimension.of)
  if (value === null || typeof value === "string") return value
  return checker(world, row.kind, []).typeOf(dimension.of) === "boolean" ? String(Boolean(value)) : Number(value)
}
