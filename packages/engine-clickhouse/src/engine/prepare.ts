import type { LimitExceeded } from "@touchpoint/core/engine"
import type { Dimension, Expr, Question } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { ClickHouseFailed } from "../ClickHouseFailed.ts"
import { fanOutKey } from "./borrow.ts"
import { fromOf, fromText, groundOf, type Held } from "./Ground.ts"
import { headOf, projection } from "./selection.ts"
import { ask } from "./statement.ts"

/** Counts what questions have to know before they are compiled: rows that reference several facts. */
export const prepare = Effect.fnUntraced(function* (
  held: Held,
  questions: ReadonlyArray<Question>,
): Effect.fn.Return<void, ClickHouseFailed | LimitExceeded> {
  for (const question of questions)
    for (const [kind, target] of linksOf(held, question)) {
      const key = fanOutKey(kind, target)
      if (!held.fanOut.has(key)) held.fanOut.set(key, yield* countFanOut(held, kind, target))
    }
})

/** References that a question takes for single ones. */
const linksOf = (held: Held, question: Question): ReadonlyArray<readonly [kind: string, target: string]> => {
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
  const dimensions = (kind: string, by: ReadonlyArray<Dimension>) => {
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
    return links
  }
  const { among, by, kind, where } = question
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
  return links
}

/** Rows of a kind, all of them, that reference several facts of another: a question is right or wrong as a whole. */
const countFanOut = Effect.fnUntraced(function* (held: Held, kind: string, target: string) {
  const [own, other] = [groundOf(held, kind), groundOf(held, target)]
  const link = own.kind.links.find((one) => one.target === target)
  const has = (id: string, name: string) => held.tables.get(id)?.columns.has(name) === true
  if (link === undefined || !has(kind, link.key) || !has(target, link.targetKey)) return 0
  const key = Result.getOrThrow(own.own(link.key)).sql
  const targetKey = Result.getOrThrow(other.own(link.targetKey)).sql
  const columns = projection("x")
  const name = columns.add(key)
  const several = `SELECT ${targetKey} AS k ${fromText(other, [`isNotNull(${targetKey})`])} GROUP BY k HAVING count() > 1`
  const [counted] = yield* ask(held, {
    doing: "looking for rows with several references",
    relation: { head: headOf(columns), ...fromOf(own, [`${name} GLOBAL IN (${several})`]) },
    keys: [],
    aggregates: [],
    maximum: 1,
  })
  return counted?.rows ?? 0
})
