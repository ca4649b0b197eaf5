import type { Trails, UnitMoments } from "@touchpoint/core/questions"
import type { Held } from "./Ground.ts"

/** Facts as each shard sees its own, and what runs a SELECT over them on every shard. */
export interface Shards {
  readonly held: Held
  readonly over: (select: string) => string
}

/**
 * The shards of a question about units, where each holds its units whole and all it needs to know of them. Others are
 * asked as if they were one table: ClickHouse then brings a unit's rows together itself.
 */
export const shardsOf = (held: Held, question: Trails | UnitMoments): Shards | null => {
  const { unit } = question
  if (names(question, "link")) return null
  if (question.shape === "unit-moments") {
    if (question.pick.take !== "all" && question.pick.per !== unit) return null
    if (question.among !== null && unit !== "customer") return null
  }
  const kinds = question.shape === "trails" ? question.kinds.map(({ kind }) => kind) : [question.kind]
  if (names(question, "customer")) {
    if (unit !== "customer") return null
    kinds.push("customer")
  }
  const tables = kinds.flatMap((kind) => held.tables.get(kind) ?? [])
  const first = tables[0]?.shards ?? null
  const probe = "SELECT 1"
  if (first === null || tables.some(({ shards }) => shards?.by !== unit || shards.over(probe) !== first.over(probe)))
    return null
  const local = new Map(
    Array.from(held.tables, ([id, table]) => [id, { ...table, from: table.shards?.from ?? table.from }] as const),
  )
  return { held: { ...held, tables: local }, over: first.over }
}

/** Whether an expression of an operation is anywhere in a question. */
const names = (node: unknown, op: string): boolean =>
  typeof node === "object" &&
  node !== null &&
  (("op" in node && node.op === op) || Object.values(node).some((inner) => names(inner, op)))
