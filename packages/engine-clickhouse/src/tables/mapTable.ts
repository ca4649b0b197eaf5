import type { LimitExceeded } from "@touchpoint/core/engine"
import { type FactKind, HAPPENED } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { ClickHouseFailed } from "../ClickHouseFailed.ts"
import type { Session } from "../Session.ts"
import { double, identifier, literal, type Parameters, spanSql } from "../sql.ts"
import type { Aliases } from "./aliases.ts"
import { columnSql, constantSql, rawColumn } from "./columnSql.ts"
import type { ConnectOptions } from "./ConnectOptions.ts"
import type { KindTable } from "./KindTable.ts"
import { nearSpan } from "./nearSpan.ts"
import { type ColumnMap, type TableMap, TableMismatch, type TableRef } from "./TableMap.ts"

type Spec = Exclude<ColumnMap, string>

/** A table in a FROM. */
const tableSql = (ref: TableRef): string => {
  if (typeof ref === "string") return identifier(ref)
  if ("cluster" in ref) return `cluster(${[ref.cluster, ref.database, ref.table].map(literal).join(", ")})`
  if ("remote" in ref) return `remote(${[ref.remote.join(","), ref.database, ref.table].map(literal).join(", ")})`
  return ref.database === undefined ? identifier(ref.table) : `${identifier(ref.database)}.${identifier(ref.table)}`
}

/** How a SELECT runs on every shard by itself, where rows of one value of a field are on one. */
const shardsOf = (ref: TableRef): KindTable["shards"] => {
  if (typeof ref === "string" || !("shardedBy" in ref) || ref.shardedBy === undefined) return null
  const where = "cluster" in ref ? `cluster(${literal(ref.cluster)}` : `remote(${literal(ref.remote.join(","))}`
  return {
    by: ref.shardedBy,
    over: (select) => `${where}, view(${select}))`,
    from: (alias) => `${identifier(ref.database)}.${identifier(ref.table)} AS ${alias}`,
  }
}

/** Compiles the mapping of a kind against the types its columns have. */
export const mapTable = Effect.fnUntraced(function* (
  session: Session,
  { kind, map: mapping }: { readonly kind: FactKind.FactKind; readonly map: TableMap },
  values: Parameters,
  { aliases, asOf, calendar }: Pick<ConnectOptions, "asOf" | "calendar"> & { readonly aliases: Aliases | null },
): Effect.fn.Return<KindTable, ClickHouseFailed | LimitExceeded | TableMismatch> {
  const { during, map, order = [], table, where = {} } = mapping
  const mismatch = (field: string | null, problem: string) => new TableMismatch({ kind: kind.id, field, problem })
  const from = tableSql(table)
  const fields = new Map(Object.entries(kind.fields))
  const specs = Object.entries(map).map(([name, spec]): readonly [string, Spec] => [
    name,
    typeof spec === "string" ? { column: spec } : spec,
  ])
  const unknown = specs.find(([name]) => !fields.has(name))
  if (unknown !== undefined)
    return yield* Effect.fail(
      mismatch(unknown[0], `${kind.id} has no such field; it has ${[...fields.keys()].join(", ")}`),
    )
  const wanted = Object.entries(where)
  const read = [
    ...specs.flatMap(([, spec]) => ("column" in spec ? [rawColumn("f", spec, values)] : [])),
    ...wanted.map(([column]) => rawColumn("f", { column }, values)),
  ]
  const types = yield* typesOf(session, from, read, values).pipe(
    Effect.mapError((error) =>
      error instanceof ClickHouseFailed && (error.code === "47" || error.code === "60" || error.code === "81")
        ? mismatch(null, error.problem)
        : error,
    ),
  )
  const columns = new Map<string, (alias: string) => string>()
  const joins = new Map<string, (alias: string) => string>()
  const near = new Map<string, NonNullable<ReturnType<typeof nearSpan>>>()
  let place = 0
  for (const [name, spec] of specs) {
    const type = fields.get(name)?.type ?? "text"
    const coarse = type === "instant" && "column" in spec ? nearSpan(spec, types[place] ?? "") : null
    if (coarse !== null) near.set(name, coarse)
    const make =
      "constant" in spec
        ? () => constantSql(type, spec.constant, values)
        : (
            (own) => (alias: string) =>
              columnSql(type, spec, own, rawColumn(alias, spec, values), { values, zone: calendar.zone })
          )(types[place++] ?? "String")
    const tried = make("f")
    if (Result.isFailure(tried)) return yield* Effect.fail(mismatch(name, tried.failure))
    const own = (alias: string) => Result.getOrElse(make(alias), () => "NULL")
    if (aliases === null || !kind.people.includes(name)) columns.set(name, own)
    else if ("constant" in spec) columns.set(name, (alias) => canonicalOf(own(alias), aliases))
    else {
      const nth = joins.size
      const known = (alias: string) => `_touchpoint_${alias}_${nth}`
      joins.set(name, (alias) => joining(own(alias), known(alias), aliases))
      columns.set(name, (alias) => `ifNull(${known(alias)}.canonical, ${own(alias)})`)
    }
  }
  const conditions = wanted.map(([column, one], i) => wantedSql(column, one, types[place + i] ?? "", values))
  // What happened after the facts are complete is not seen; who is who may be learned later.
  const seen =
    asOf === undefined || kind.id === "identity"
      ? []
      : HAPPENED.flatMap((field) => {
          const column = columns.get(field)
          return column === undefined ? [] : [(alias: string) => `ifNull(${column(alias)} <= ${double(asOf)}, 1)`]
        })
  const at = columns.get("at")
  if (during !== undefined && at === undefined)
    return yield* Effect.fail(mismatch("at", "its rows are those of a span, and it says no time"))
  const within =
    during === undefined || at === undefined
      ? []
      : [
          (alias: string) =>
            [...(near.get("at")?.(alias, during) ?? []), `ifNull(${spanSql(at(alias), during)}, 0)`].join(" AND "),
        ]
  const final = typeof table === "object" && "final" in table && table.final
  const shards = shardsOf(table)
  return {
    kind,
    origin: from,
    from: (alias) => `${from} AS ${alias}${final ? " FINAL" : ""}`,
    // Aliases of one customer may lie on several shards.
    shards: aliases !== null && kind.people.some((name) => columns.has(name)) ? null : shards,
    columns,
    joins,
    near,
    where: [...conditions, ...seen, ...within],
    order: order.map((column) => (alias) => `toFloat64(${alias}.${identifier(column)})`),
  }
})

type Wanted = NonNullable<TableMap["where"]>[string]

/** A column has one of some values. Where its type allows it, by the column as it is, so that indexes serve. */
const wantedSql = (column: string, wanted: Wanted, type: string, values: Parameters): ((alias: string) => string) => {
  const all = Array.isArray(wanted) ? wanted : [wanted as string | number | boolean]
  const name = (alias: string) => `${alias}.${identifier(column)}`
  const some = (list: ReadonlyArray<string>) => (alias: string) => `${name(alias)} IN (${list.join(", ")})`
  const bare = type.replace(/^LowCardinality\((.*)\)$/, "$1")
  if (all.length > 0 && bare === "String" && all.every((one) => typeof one === "string"))
    return some(all.map((one) => values.text(one)))
  if (all.length > 0 && /^U?Int(?:8|16|32|64)$/.test(bare) && all.every((one) => Number.isSafeInteger(one)))
    return some(all.map(String))
  // `true` is written as 1, whatever the column's type says it with.
  const texts = values.texts(all.map((one) => (typeof one === "boolean" ? String(Number(one)) : String(one))))
  const booleans = all.some((one) => typeof one === "boolean")
  return (alias) =>
    `ifNull(has(${texts}, toString(${booleans ? `CAST(${name(alias)} AS Nullable(Int64))` : name(alias)})), 0)`
}

/** Customers with whom they stand for: `canonical` is absent of those who are no aliases, being Nullable. */
const joining = (own: string, name: string, aliases: Aliases): string =>
  `GLOBAL ANY LEFT JOIN ${aliases} AS ${name} ON ${name}.alias = ${own}`

/** One customer, by whom he stands for: a join needs a column. */
const canonicalOf = (own: string, aliases: Aliases): string =>
  `ifNull((SELECT any(k.canonical) FROM ${aliases} AS k WHERE k.alias = ${own}), ${own})`

/** Types of expressions over a table. */
const typesOf = Effect.fnUntraced(function* (
  session: Session,
  from: string,
  read: ReadonlyArray<string>,
  values: Parameters,
) {
  const named = ["1 AS t", ...read.map((sql, i) => `${sql} AS t${i}`)]
  const sql = `DESCRIBE TABLE (SELECT ${named.join(", ")} FROM ${from} AS f)`
  const rows = yield* session.rows("looking at a table", sql, values.of(sql))
  return rows.slice(1).map(([, type]) => String(type))
})
