import type { Column } from "./Column.ts"
import type { FactKind } from "./FactKind.ts"

/** The facts of one kind, by column. @category facts @since 0.1.0 */
export interface FactTable {
  readonly kind: FactKind
  readonly rows: number
  readonly columns: ReadonlyMap<string, Column>
}
