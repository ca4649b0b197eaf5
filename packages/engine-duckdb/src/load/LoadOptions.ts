import type {
  AssembleOptions,
  AttributeUnsupported,
  ColumnMissing,
  FactsOutline,
  MappingInvalid,
  SourceUnreadable,
} from "@touchpoint/core/facts"
import type { OptionsInvalid } from "@touchpoint/core/model"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { OnProgress } from "../Progress.ts"
import type { Resources } from "../Resources.ts"
import type { Session } from "../Session.ts"
import type { FileUse } from "./files.ts"
import type { KindTable } from "./KindTable.ts"

/** How sources are loaded. @category loading @since 0.2.0 */
export interface LoadOptions extends AssembleOptions {
  readonly resources?: Resources
  /** Folder that rejects of patterns name their files relative to. */
  readonly base?: string
  /** Hears of every source, and how far its file has come; at most ten times a second. */
  readonly onProgress?: OnProgress
}

/** Facts inside DuckDB; what there is to know of them without their rows is the outline. @category loading @since 0.2.0 */
export interface DuckDBFacts {
  readonly outline: FactsOutline
  /** The files that were read. */
  readonly files: ReadonlyArray<FileUse>
  readonly session: Session
  readonly tables: ReadonlyMap<string, KindTable>
}

/** Why sources cannot be loaded. @category loading @since 0.2.0 */
export type LoadError =
  | AttributeUnsupported
  | ColumnMissing
  | DuckDBFailed
  | MappingInvalid
  | OptionsInvalid
  | SourceUnreadable
