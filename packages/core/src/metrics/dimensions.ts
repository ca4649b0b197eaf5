import * as Result from "effect/Result"
import { DimensionUnavailable } from "../engine/Engine.ts"
import type { FactKind } from "../facts/FactKind.ts"
import type { Facts, FactsOutline } from "../facts/Facts.ts"
import type { Dimension } from "../questions/Dimension.ts"
import { coalesce, column, customer, type Expr, InventoryAttribute, inventory, link } from "../questions/Expr.ts"
import type { MetricContext } from "./Metric.ts"
import { promiseDimension } from "./promise-keeping/outcome.ts"

/** What of the facts a dimension is resolved against: no rows, so any engine can give it. @category measuring @since 0.1.0 */
export type Outline = Pick<FactsOutline, "model" | "inventory" | "bands"> & { readonly kinds: ReadonlySet<string> }

/** The outline of facts, in memory or elsewhere. @category measuring @since 0.1.0 */
export const outlineOf = (facts: Facts | FactsOutline): Outline => ({
  ...facts,
  kinds: new Set(("tables" in facts ? facts.tables : facts.rows).keys()),
})

/**
 * The dimension of an id, as written in configurations and on the command line: an own column (`touchpoint`, an own
 * attribute), an attribute of the touchpoint's entry (`stage`, `channel`, `party` …), `customer.<column>` as of the
 * fact, `promise` (kept or broken) or `order.<column>` of the one fact it references. Anything else is
 * `DimensionUnavailable`.
 *
 * @category measuring
 * @since 0.1.0
 */
export const dimensionOf = (
  id: string,
  kind: FactKind,
  facts: Outline,
  /** Context of the kind `promise`, for the dimension of that name. */
  promises: MetricContext,
): Result.Result<Dimension, DimensionUnavailable> => {
  const links = kind.links.map(({ target }) => target)
  const attributes: ReadonlyArray<string> =
    facts.inventory !== null && Object.hasOwn(kind.fields, "touchpoint") ? InventoryAttribute.literals : []
  const own = Object.hasOwn(kind.fields, id) ? kind.fields[id] : undefined
  if (id === "promise" && links.includes("promise") && facts.kinds.has("promise"))
    return Result.succeed(promiseDimension(id, "as-stated", promises))
  if (attributes.includes(id)) {
    const attribute = inventory(id as InventoryAttribute)
    // A fact's own channel or party, where it names one, beats its touchpoint's.
    return Result.succeed(ordered(id, own === undefined ? attribute : coalesce(column(id), attribute), facts))
  }
  if (own !== undefined) return Result.succeed(ordered(id, column(id), facts, kind))
  const dot = id.indexOf(".")
  const [target, name] = [id.slice(0, dot), id.slice(dot + 1)]
  if (target === "customer" && Object.hasOwn(facts.model.kinds.customer.fields, name) && facts.kinds.has("customer"))
    return Result.succeed({ id, of: customer(name) })
  if (links.includes(target) && facts.kinds.has(target)) {
    const fields = Object.values<FactKind>(facts.model.kinds).find((other) => other.id === target)?.fields ?? {}
    if (Object.hasOwn(fields, name)) return Result.succeed({ id, of: link(target, column(name)) })
  }
  const names = Object.keys(kind.fields).filter((field) => !PLUMBING.has(field))
  const available = new Set([...names, ...attributes, ...(links.includes("promise") ? ["promise"] : [])])
  return Result.fail(new DimensionUnavailable({ kind: kind.id, name: id, available: [...available] }))
}

/** Columns that place or identify a row; they may be split by, but are nobody's question. */
const PLUMBING = new Set([
  "source",
  "eventId",
  "sequence",
  "weight",
  "at",
  "scaleMin",
  "scaleMax",
  "polarity",
  "customer",
])

/** Values in the order people expect: stages as the journey goes, touchpoints as listed, bands as declared. */
const ordered = (id: string, of: Expr, facts: Outline, kind?: FactKind): Dimension => {
  const entries =
    id === "stage" ? facts.inventory?.allStages : id === "touchpoint" ? facts.inventory?.touchpoints : undefined
  if (entries !== undefined) return { id, of, order: entries.map((entry) => entry.id) }
  if (id === "phase") return { id, of, order: ["before", "during", "after"] }
  const declared = kind?.fields[id]?.values ?? facts.bands.get(`${kind?.id ?? ""}/${id}`)
  return declared === undefined ? { id, of } : { id, of, order: [...declared] }
}
