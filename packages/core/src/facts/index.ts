/**
 * Facts: what happened, as columnar tables of one grain each, and how sources become facts.
 *
 * @module
 */
export * from "./assemble.ts"
export type { CellResult } from "./Cell.ts"
export * from "./Column.ts"
export * from "./Decoder.ts"
export * from "./Facts.ts"
export * as FactKind from "./FactKind.ts"
export type { Link } from "./FactKind.ts"
export * from "./FactTable.ts"
export * from "./Field.ts"
export * from "./FieldReader.ts"
export * from "./identities.ts"
export { type StandardKinds, standardKinds } from "./kinds/index.ts"
export * from "./Mapping.ts"
export * from "./Records.ts"
export * from "./Rejects.ts"
export * from "./SourceReport.ts"
