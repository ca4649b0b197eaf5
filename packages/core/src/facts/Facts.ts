import type { Calendar } from "../time/Calendar.ts"
import type { Watermark } from "../time/Watermark.ts"
import type { Inventory } from "../model/Inventory.ts"
import type { FactKind } from "./FactKind.ts"
import type { FactTable } from "./FactTable.ts"
import { type AttributeSchema, type AttributeType, AttributeUnsupported, attributeField, type Field } from "./Field.ts"
import { type StandardKinds, standardKinds } from "./kinds/index.ts"
import type { Reject } from "./Rejects.ts"
import type { SourceReport } from "./SourceReport.ts"

/** Own attributes by kind: `{ order: { attributes: { sellerState: Schema.String } } }`. @category facts @since 0.1.0 */
export type Definition = {
  readonly [K in keyof StandardKinds]?: { readonly attributes: Readonly<Record<string, AttributeSchema>> }
}

type AttributeFields<A> = {
  readonly [N in keyof A]: A[N] extends AttributeSchema ? Field<AttributeType<A[N]>> : never
}

/** Standard kinds with the own attributes of a definition. @category facts @since 0.1.0 */
export type KindsOf<D extends Definition> = {
  readonly [K in keyof StandardKinds]: D[K] extends { readonly attributes: infer A }
    ? FactKind<K, StandardKinds[K]["fields"] & AttributeFields<A>>
    : FactKind<K, StandardKinds[K]["fields"]>
}

/** A column of a kind, with the value type it holds. @category facts @since 0.1.0 */
export interface ColumnReference<K extends string = string, C extends string = string, V = unknown> {
  readonly kind: K
  readonly column: C
  /** Phantom: what the column holds. */
  readonly value?: V
}

type ValueOf<F> =
  F extends Field<infer T> ? (T extends "text" ? string : T extends "boolean" ? boolean : number) : never

/** The kinds of a project, with typed access to their columns. @category facts @since 0.1.0 */
export interface FactModel<D extends Definition = Definition> {
  readonly kinds: KindsOf<D>
  /** Attributes that cannot be columns; assembling facts fails with the first of them. */
  readonly issues: ReadonlyArray<AttributeUnsupported>
  /** A typed reference to a column; a wrong name is a compile error. */
  readonly column: <K extends keyof StandardKinds, C extends keyof KindsOf<D>[K]["fields"] & string>(
    kind: K,
    column: C,
  ) => ColumnReference<K, C, ValueOf<KindsOf<D>[K]["fields"][C]>>
}

/**
 * Declares the kinds of a project: the standard ones with own typed attributes, which become columns and dimensions.
 *
 * **Example** (An own attribute of orders)
 *
 * ```ts
 * import { Schema } from "effect"
 * import { define } from "@touchpoint/core/facts"
 *
 * const model = define({ order: { attributes: { sellerState: Schema.String } } })
 * console.log(model.column("order", "sellerState").column) // sellerState
 * ```
 *
 * @category facts
 * @since 0.1.0
 */
export const define = <const D extends Definition = {}>(definition?: D): FactModel<D> => {
  const issues: Array<AttributeUnsupported> = []
  const kinds = new Map<string, FactKind>()
  for (const [id, standard] of Object.entries<FactKind>(standardKinds)) {
    const own = Object.entries<AttributeSchema>(definition?.[id as keyof StandardKinds]?.attributes ?? {})
    const fields = new Map<string, Field>(Object.entries(standard.fields))
    const attributes: Array<string> = []
    for (const [attribute, schema] of own) {
      const made = attributeField(schema)
      const taken = fields.has(attribute) || attribute === "__proto__"
      if (made === undefined || taken) {
        issues.push(new AttributeUnsupported({ kind: id, attribute, reason: taken ? "name" : "schema" }))
        continue
      }
      fields.set(attribute, made)
      attributes.push(attribute)
    }
    kinds.set(id, { ...standard, fields: Object.fromEntries(fields), attributes })
  }
  return {
    kinds: Object.fromEntries(kinds) as unknown as KindsOf<D>,
    issues,
    column: (kind, column) => ({ kind, column }),
  }
}

/** The kind of an id, or of the plural name used in configurations. @category facts @since 0.1.0 */
export const kindOf = (model: FactModel, id: string): FactKind | undefined => {
  const kinds: ReadonlyArray<FactKind> = Object.values(model.kinds)
  return kinds.find((kind) => kind.id === id || kind.plural === id)
}

/**
 * What there is to know of the facts of a project without their rows, wherever these are: rows by kind, what every
 * source gave, what was rejected, and up to when each kind is complete.
 *
 * @category facts
 * @since 0.2.0
 */
export interface FactsOutline {
  readonly model: FactModel
  readonly calendar: Calendar
  readonly inventory: Inventory | null
  /** Rows of each kind that has a source. */
  readonly rows: ReadonlyMap<string, number>
  readonly watermarks: ReadonlyMap<string, Watermark>
  /** Labels of bands in their order, by `kind/column`. */
  readonly bands: ReadonlyMap<string, ReadonlyArray<string>>
  readonly sources: ReadonlyArray<SourceReport>
  readonly rejects: ReadonlyArray<Reject>
}

/**
 * All facts of a project in memory, ready to be counted: one table per kind that has a source, and their outline.
 *
 * @category facts
 * @since 0.1.0
 */
export interface Facts extends Omit<FactsOutline, "rows"> {
  readonly tables: ReadonlyMap<string, FactTable>
}

/** The outline of facts in memory. @category facts @since 0.2.0 */
export const outlineOfFacts = ({ tables, ...facts }: Facts): FactsOutline => ({
  ...facts,
  rows: new Map([...tables].map(([kind, table]) => [kind, table.rows] as const)),
})
