import { DimensionUnavailable, type EngineError, FanOut, QuestionInvalid } from "@touchpoint/core/engine"
import {
  type Dimension,
  type Expr,
  MARKS,
  openFold,
  type Question,
  type Trails,
  withFolds,
} from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { customFolds } from "./fuzz/census.ts"
import { linked, type World } from "./oracle/Row.ts"

/** Why a question has no answer. @category oracle @since 0.1.0 */
export type Fault = EngineError["reason"]
/** What an expression gives; unknown where it is at fault. @category oracle @since 0.1.0 */
export type Type = "text" | "number" | "boolean" | undefined

/** Finds the type of expressions over a kind, or over the aggregates of units, and everything wrong with them. */
export const checker = (world: World, kindId: string, faults: Array<Fault>, aggregates?: ReadonlyMap<string, Type>) => {
  const kind = world.kinds.get(kindId)
  const fields = Object.entries(kind?.fields ?? {})
  const types = new Map<string, Type>(
    aggregates ?? fields.map(([name, { type }]) => [name, type === "text" || type === "boolean" ? type : "number"]),
  )
  const missing = (name: string): undefined =>
    void faults.push(new DimensionUnavailable({ kind: kindId, name, available: [...types.keys()] }))
  const wrong = (problem: string): undefined => void faults.push(new QuestionInvalid({ problem }))
  const column = (name: string): Type => (types.has(name) ? types.get(name) : missing(name))
  const number = (type: Type): Type => (type === "text" ? wrong("a text where a number is expected") : type)
  const alike = (a: Type, b: Type) =>
    a !== undefined && b !== undefined && (a === "text") !== (b === "text") && wrong("a text and a number")
  const rising = (edges: ReadonlyArray<number>) =>
    edges.some((edge, i) => i > 0 && !(edge > Number(edges[i - 1]))) && wrong("unsorted edges")
  const unit = (name: string) => (column(name) ?? "text") === "text" || wrong(`${name} names no units`)
  const typeOf = (expr: Expr): Type => {
    if (aggregates !== undefined && (expr.op === "inventory" || expr.op === "customer" || expr.op === "link"))
      return wrong(`${expr.op} of a unit`)
    switch (expr.op) {
      case "value":
        return typeof expr.value === "string" ? "text" : typeof expr.value === "boolean" ? "boolean" : "number"
      case "column":
        return column(expr.column)
      case "inventory":
        return world.facts.inventory === null || !types.has("touchpoint") ? missing(expr.attribute) : "text"
      case "customer":
        return checker(world, "customer", faults).column(expr.column)
      case "link": {
        if (kind?.links.every((link) => link.target !== expr.to) !== false) return missing(expr.to)
        const many = (world.rows.get(kindId) ?? []).filter((row) => linked(world, row, expr.to).length > 1).length
        if (expr.reduce === "single" && many > 0) faults.push(new FanOut({ kind: kindId, target: expr.to, rows: many }))
        const type = checker(world, expr.to, faults).typeOf(expr.of)
        if (expr.reduce === "single") return type
        if (expr.reduce !== "count") number(type)
        return expr.reduce === "every" || expr.reduce === "any" ? "boolean" : "number"
      }
      case "in": {
        const type = typeOf(expr.of)
        for (const one of expr.values) alike(type, typeof one === "string" ? "text" : "number")
        return "boolean"
      }
      case "and":
      case "or":
        for (const inner of expr.all) number(typeOf(inner))
        return "boolean"
      case "not":
        number(typeOf(expr.of))
        return "boolean"
      case "present":
        typeOf(expr.of)
        return "boolean"
      case "coalesce": {
        const all = expr.all.map(typeOf)
        for (const one of all) alike(all[0], one)
        return all.length === 0 ? wrong("coalesce of nothing") : all.includes("number") ? "number" : all[0]
      }
      case "shard": {
        const type = typeOf(expr.of)
        return type === "text" || type === undefined ? "number" : wrong("a number has no shard")
      }
      case "bucket":
        number(typeOf(expr.of))
        rising(expr.edges)
        if (expr.values !== undefined && expr.values.length !== Math.max(0, expr.edges.length - 1))
          return wrong("as many values as intervals")
        return "number"
      case "eq":
      case "ne":
        alike(typeOf(expr.left), typeOf(expr.right))
        return "boolean"
      default:
        number(typeOf(expr.left))
        number(typeOf(expr.right))
        return expr.op === "add" || expr.op === "sub" || expr.op === "mul" ? "number" : "boolean"
    }
  }
  return {
    column,
    unit,
    typeOf,
    number,
    rising,
    condition: (expr: Expr | null | undefined) => expr && number(typeOf(expr)),
  }
}

/** Everything wrong with a question; an engine may report any of it. @category oracle @since 0.1.0 */
export const faultsOf = (world: World, question: Question): ReadonlyArray<Fault> => {
  const faults: Array<Fault> = []
  const ids = question.shape === "trails" ? question.kinds.map(({ kind }) => kind) : [question.kind]
  for (const id of ids)
    if (!world.kinds.has(id))
      faults.push(new DimensionUnavailable({ kind: id, name: id, available: [...world.kinds.keys()] }))
  if (question.shape === "trails") checkTrails(world, question, faults)
  else if (faults.length === 0) checkKind(world, question, question.kind, faults)
  return faults
}

type Checker = ReturnType<typeof checker>

const checkDimension = (rows: Checker, one: Dimension): void => {
  if ("of" in one) rows.typeOf(one.of)
  else for (const { when } of one.cases) rows.condition(when)
}

const checkTrails = (world: World, question: Trails, faults: Array<Fault>): void => {
  const wrong = (holds: boolean, problem: string) => holds && faults.push(new QuestionInvalid({ problem }))
  const { kinds, marks, open } = question
  const known = kinds.filter(({ kind }) => world.kinds.has(kind))
  const rowsOf = (kind: string) => checker(world, kind, faults)
  const opened = openFold(question, withFolds(customFolds))
  const labelled = Result.isSuccess(opened) && opened.success.fold.label !== null
  for (const { kind, label, value, where } of known) {
    const rows = rowsOf(kind)
    rows.unit(question.unit)
    rows.condition(where)
    if (value !== null) rows.number(rows.typeOf(value))
    if (label === null || !labelled) continue
    checkDimension(rows, label)
    if ("of" in label) wrong((rows.typeOf(label.of) ?? "text") !== "text", "a label that is no text")
  }
  const ids = kinds.map(({ kind }) => kind)
  wrong(new Set(ids).size < ids.length, "a kind twice")
  wrong(marks.length > MARKS, "too many marks")
  wrong(new Set(marks.map(({ id }) => id)).size < marks.length, "a mark twice")
  for (const { kind, when } of marks.flatMap(({ any }) => any)) {
    wrong(!ids.includes(kind), `a mark of ${kind}`)
    if (ids.includes(kind) && world.kinds.has(kind)) rowsOf(kind).condition(when)
  }
  wrong(!ids.includes(open.kind), "a kind that opens and is not there")
  if (ids.includes(open.kind) && world.kinds.has(open.kind)) {
    const rows = rowsOf(open.kind)
    rows.condition(open.where)
    rows.rising(open.edges ?? [])
    for (const one of open.by) checkDimension(rows, one)
  }
  if (Result.isFailure(opened)) wrong(true, opened.failure)
}

const checkKind = (
  world: World,
  question: Exclude<Question, { shape: "trails" }>,
  kind: string,
  faults: Array<Fault>,
): void => {
  const rows = checker(world, kind, faults)
  rows.condition(question.where)
  if (question.shape !== "tally") rows.unit(question.unit)
  rows.condition(question.among)
  rows.number(rows.column(question.clock))
  rows.rising(question.edges ?? [])
  if (question.pick.take !== "all") rows.unit(question.pick.per)
  for (const one of question.by) checkDimension(rows, one)
  const aggregates = new Map<string, Type>()
  if (question.shape === "unit-moments")
    for (const [name, aggregate] of Object.entries(question.aggregates)) {
      rows.condition(aggregate.where)
      if ("of" in aggregate) rows.condition(aggregate.of)
      aggregates.set(name, "number")
    }
  const over = question.shape === "tally" ? rows : checker(world, kind, faults, aggregates)
  for (const measure of Object.values(question.measures)) {
    over.condition(measure.where)
    if (measure.stat === "products") measure.of.forEach((expr) => over.condition(expr))
    else if (measure.stat === "units") {
      if (question.shape === "tally") rows.unit(measure.of)
      else {
        over.column(measure.of)
        faults.push(new QuestionInvalid({ problem: "units of units" }))
      }
    } else if (measure.stat !== "count") over.condition(measure.of)
  }
}
