import type { Expr, Question } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Connection } from "../Session.ts"
import { valuesIn } from "../chunks.ts"
import { textIn } from "../load/KindTable.ts"
import { literal, readable } from "../sql.ts"
import { fanOutKey } from "./borrow.ts"
import { groundOf, type Held } from "./Ground.ts"
import { orderingKey, WIDE } from "./order.ts"

/** What is found out about the facts before questions are compiled; facts do not change, so once is enough. */
export interface Findings {
  /** Rows that reference several facts, by kind and target. */
  readonly fanOut: Map<string, number>
  /** Whether a column has texts whose order is not that of their bytes. */
  readonly wide: Map<string, boolean>
}

interface Needs {
  readonly links: ReadonlyArray<readonly [kind: string, target: string]>
  readonly ordered: ReadonlyArray<string>
}

/** Finds out what some questions need to know. */
export const prepare = Effect.fnUntraced(function* (
  connection: Connection,
  held: Held,
  findings: Findings,
  questions: ReadonlyArray<Question>,
): Effect.fn.Return<void, DuckDBFailed> {
  yield* learnNumbers(connection, held)
  for (const question of questions) {
    const { links, ordered } = needsOf(held, question)
    for (const [kind, target] of links) {
      const key = fanOutKey(kind, target)
      if (!findings.fanOut.has(key)) findings.fanOut.set(key, yield* countFanOut(connection, held, kind, target))
    }
    for (const kind of ordered)
      for (const column of ["source", "eventId"]) {
        const key = orderingKey(kind, column)
        if (!findings.wide.has(key)) findings.wide.set(key, yield* isWide(connection, held, kind, column))
      }
  }
})

/** Most words whose numbers are kept at hand. */
const WORDS = 4096

/** Learns the numbers of words where these are few: to compare numbers takes a fraction of what texts take. */
const learnNumbers = Effect.fnUntraced(function* (
  connection: Connection,
  { numbers, tables }: Held,
): Effect.fn.Return<void, DuckDBFailed> {
  if (numbers.size > 0) return
  for (const words of new Set([...tables.values()].flatMap(({ coded }) => [...coded.values()]))) {
    const known = new Map<string, number>()
    yield* connection.stream(
      "reading names",
      `SELECT ${readable("w")}, c FROM ${words} LIMIT ${WORDS + 1}`,
      (chunk) => {
        const [texts, codes] = [valuesIn(chunk, 0), valuesIn(chunk, 1)]
        for (const [row, text] of texts.entries()) known.set(String(text), Number(codes[row]))
      },
    )
    if (known.size <= WORDS) numbers.set(words, known)
  }
})

const needsOf = (held: Held, question: Question): Needs => {
  const links: Array<readonly [string, string]> = []
  const visit = (kind: string, expr: Expr | null | undefined): void => {
    if (expr === null || expr === undefined) return
    if (expr.op === "link") {
      const known = groundOf(held, kind).kind.links.some(({ target }) => target === expr.to)
      if (known && expr.reduce === "single") links.push([kind, expr.to])
      if (known) visit(expr.to, expr.of)
      return
    }
    if ("of" in expr) visit(kind, expr.of)
    if ("left" in expr) {
      visit(kind, expr.left)
      visit(kind, expr.right)
    }
    if ("all" in expr) for (const part of expr.all) visit(kind, part)
  }
  const dimensions = (kind: string, by: Extract<Question, { readonly shape: "tally" }>["by"]) => {
    for (const one of by)
      if ("of" in one) visit(kind, one.of)
      else for (const { when } of one.cases) visit(kind, when)
  }
  if (question.shape === "trails") {
    for (const { kind, label, value, where } of question.kinds) {
      visit(kind, where)
      visit(kind, value)
      dimensions(kind, label === null ? [] : [label])
    }
    for (const { any } of question.marks) for (const { kind, when } of any) visit(kind, when)
    visit(question.open.kind, question.open.where)
    dimensions(question.open.kind, question.open.by)
    return { links, ordered: question.kinds.map(({ kind }) => kind) }
  }
  const { among, by, kind, pick, where } = question
  visit(kind, where)
  visit(kind, among)
  dimensions(kind, by)
  const measured = question.shape === "tally" ? Object.values(question.measures) : Object.values(question.aggregates)
  for (const one of measured) {
    visit(kind, one.where)
    if (!("of" in one)) continue
    if (Array.isArray(one.of)) for (const of of one.of as ReadonlyArray<Expr>) visit(kind, of)
    else if (typeof one.of === "object") visit(kind, one.of as Expr)
  }
  return { links, ordered: pick.take === "all" ? [] : [kind] }
}

/** Rows of a kind, all of them, that reference several facts of another: a question is right or wrong as a whole. */
const countFanOut = Effect.fnUntraced(function* (connection: Connection, held: Held, kind: string, target: string) {
  const link = groundOf(held, kind).kind.links.find((one) => one.target === target)
  const [own, other] = [held.tables.get(kind), held.tables.get(target)]
  if (own === undefined || other === undefined || link === undefined) return 0
  const key = textIn(own, link.key, "f")
  const targetKey = textIn(other, link.targetKey, "t")
  if (key === null || targetKey === null) return 0
  const [row] = yield* connection.rows(
    "looking for rows with several references",
    `SELECT count(*) FROM (SELECT ${key} AS k FROM ${own.name} AS f) AS f JOIN (SELECT k FROM (SELECT ${targetKey} AS k FROM ${other.name} AS t) WHERE k IS NOT NULL GROUP BY 1 HAVING count(*) > 1) AS d ON d.k = f.k`,
  )
  return Number(row?.[0] ?? 0)
})

const isWide = Effect.fnUntraced(function* (connection: Connection, held: Held, kind: string, name: string) {
  const table = held.tables.get(kind)
  const column = table?.columns.get(name)
  if (table === undefined || column === undefined) return false
  const words = table.coded.get(name)
  const [from, text] = words === undefined ? [table.name, column] : [words, "w"]
  const rows = yield* connection.rows(
    "looking at the order of texts",
    `SELECT 1 FROM ${from} WHERE strlen(${text}) <> length(${text}) AND regexp_matches(${text}, ${literal(WIDE)}) LIMIT 1`,
  )
  return rows.length > 0
})
