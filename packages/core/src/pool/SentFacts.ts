import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Column } from "../facts/Column.ts"
import type { FactModel, Facts } from "../facts/Facts.ts"
import type { FactTable } from "../facts/FactTable.ts"
import type { Counted } from "../engine/memory/answerEach.ts"
import { Inventory } from "../model/Inventory.ts"

/** The first message to a worker: what it counts, as plain data and typed arrays that the platform copies or shares. */
export interface SentFacts {
  readonly type: "@touchpoint/core/facts"
  readonly kinds: FactModel["kinds"]
  readonly inventory: unknown
  readonly tables: ReadonlyMap<string, FactTable>
  /** Groups an answer may have. */
  readonly groups: number
}

/** Facts as they are sent to any number of workers. */
export const sent = ({ inventory, model, tables }: Facts, groups: number): SentFacts => ({
  type: "@touchpoint/core/facts",
  kinds: model.kinds,
  inventory: inventory === null ? null : Schema.encodeSync(Inventory)(inventory),
  tables: new Map(
    [...tables].map(([id, table]) => {
      const columns = new Map([...table.columns].map(([name, column]) => [name, shared(column)] as const))
      return [id, { kind: table.kind, rows: table.rows, columns }] as const
    }),
  ),
  groups,
})

/** The facts a worker was sent, or what is wrong with them. */
export const received = (
  message: unknown,
): Result.Result<{ readonly facts: Counted; readonly groups: number }, string> => {
  if (!isSent(message)) return Result.fail("its first message was not of this version of @touchpoint/core")
  if (![...message.tables.values()].every(({ columns }) => [...columns.values()].every(isColumn)))
    return Result.fail("columns did not arrive as typed arrays, as they do between threads, but not between processes")
  const inventory = Schema.decodeUnknownResult(Schema.NullOr(Inventory))(message.inventory)
  if (Result.isFailure(inventory)) return Result.fail(`its inventory cannot be read: ${inventory.failure.message}`)
  const model: FactModel = { kinds: message.kinds, issues: [], column: (kind, column) => ({ kind, column }) }
  return Result.succeed({
    facts: { model, inventory: inventory.success, tables: message.tables },
    groups: message.groups,
  })
}

const isSent = (message: unknown): message is SentFacts =>
  typeof message === "object" &&
  message !== null &&
  "type" in message &&
  message.type === "@touchpoint/core/facts" &&
  "tables" in message &&
  message.tables instanceof Map

const isColumn = (column: Column): boolean =>
  column.type === "text" ? column.codes instanceof Int32Array : column.values instanceof Float64Array

/** A column whose numbers are in memory that threads share, where the platform has such. */
const shared = (column: Column): Column =>
  column.type === "text"
    ? { ...column, codes: inShared(column.codes, Int32Array) }
    : { ...column, values: inShared(column.values, Float64Array) }

const inShared = <A extends Int32Array | Float64Array>(array: A, make: new (buffer: ArrayBufferLike) => A): A => {
  if (!sharing()) return array.byteLength === array.buffer.byteLength ? array : (array.slice() as A)
  if (array.buffer instanceof SharedArrayBuffer) return array
  const copy = new make(new SharedArrayBuffer(array.byteLength))
  copy.set(array)
  return copy
}

/** Browsers share memory only in pages that are isolated from others (COOP and COEP). */
const sharing = (): boolean =>
  typeof SharedArrayBuffer !== "undefined" && (globalThis.crossOriginIsolated as boolean | undefined) !== false
