import { type FactKind, type Field, kindOf } from "@touchpoint/core/facts"
import { dimensionOf, type MetricContext, type Outline } from "@touchpoint/core/metrics"
import { nearest } from "@touchpoint/core/model"
import {
  and,
  type Comparison,
  type Dimension,
  eq,
  type Expr,
  not,
  oneOf,
  or,
  present,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { TouchpointError } from "../TouchpointError.ts"

/** A condition as it was written, taken apart: `channel=web`, `score>=4`, `!segment`. */
export interface Condition {
  readonly text: string
  /** What `--by` takes too: a column, an attribute of the touchpoint, `customer.segment`, `order.status`. */
  readonly name: string
  readonly op: Comparison | "present" | "absent"
  readonly values: ReadonlyArray<string>
}

const OPS: Readonly<Record<string, Comparison>> = {
  "=": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
}
const FORM = /^(!?)\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*(?:(!=|<=|>=|=|<|>)\s*([^]*))?$/u
const LONGEST = 1000

const FIX =
  "Write name=value, name=one,other, name!=value, name>=4, name (has a value) or !name (has none); quote a value that holds a comma"

const odd = (text: string, problem: string, fix = FIX): TouchpointError =>
  new TouchpointError("options", `where ${JSON.stringify(shown(text))}: ${problem}`, { where: "where", fix })

const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

/** Takes a condition apart. It is a small language of its own: nothing of it ever becomes SQL. */
export const parseCondition = (text: string): Result.Result<Condition, TouchpointError> => {
  if (text.length > LONGEST) return Result.fail(odd(text, `it is longer than ${LONGEST} characters`))
  const [, bang = "", name = "", sign, rest = ""] = FORM.exec(text.trim()) ?? []
  if (name === "") return Result.fail(odd(text, "it is no condition"))
  if (sign === undefined) return Result.succeed({ text, name, op: bang === "" ? "present" : "absent", values: [] })
  if (bang !== "") return Result.fail(odd(text, "! stands alone before a name; for another value write name!=value"))
  const values = split(rest)
  if (values === null) return Result.fail(odd(text, "a quote is not closed, or something follows it"))
  if (values.some((value) => value === "" && rest.trim() === ""))
    return Result.fail(odd(text, `the value is missing; for rows without ${name} write !${name}`))
  const op = OPS[sign] ?? "eq"
  if (values.length > 1 && op !== "eq" && op !== "ne")
    return Result.fail(odd(text, `${sign} compares with one value, not with ${values.length}`))
  return Result.succeed({ text, name, op, values })
}

/** Values between commas; `null` where quotes do not match. */
const split = (text: string): ReadonlyArray<string> | null => {
  const values: Array<string> = []
  const item = /\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^,"']*|[^,"'\s][^,]*))\s*(,|$)/uy
  for (let more = true; more;) {
    const match = item.exec(text)
    if (match === null) return null
    const [, double, single, bare = "", end] = match
    values.push(double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? bare.trim())
    more = end === ","
  }
  return values
}

/** What conditions are compiled against. */
interface Ground {
  readonly kind: FactKind.FactKind
  readonly outline: Outline
  readonly promises: MetricContext
}

/**
 * The filter of conditions over rows of a kind: all must hold. `null` without conditions. Fails where the kind has no
 * such column, or the value cannot be one of it.
 */
export const compileWhere = (
  conditions: ReadonlyArray<Condition>,
  ground: Ground,
): Effect.Effect<Expr | null, TouchpointError> =>
  Effect.map(
    Effect.forEach(conditions, (condition) => Effect.fromResult(compile(condition, ground))),
    (all) => (all.length > 1 ? and(...all) : (all[0] ?? null)),
  )

const compile = (condition: Condition, { kind, outline, promises }: Ground): Result.Result<Expr, TouchpointError> => {
  const { name, text } = condition
  const found = dimensionOf(name, kind, outline, promises)
  if (Result.isFailure(found)) return Result.fail(missing(condition, kind, found.failure.available))
  const dimension = found.success
  if (!("of" in dimension)) return ofCases(condition, dimension)
  const field = fieldOf(name, kind, outline)
  const { of } = dimension
  if (condition.op === "present") return Result.succeed(present(of))
  if (condition.op === "absent") return Result.succeed(not(present(of)))
  if (field?.type === "instant")
    return Result.fail(odd(text, `${name} is an instant`, "Select time with --from, --to or --period"))
  const values: Array<string | number | boolean> = []
  for (const value of condition.values) {
    const read = valueOf(condition, value, field, knownOf(name, field, outline))
    if (Result.isFailure(read)) return Result.fail(read.failure)
    values.push(read.success)
  }
  return Result.succeed(compare(condition.op, of, values))
}

const missing = ({ name, text }: Condition, { plural }: FactKind.FactKind, available: ReadonlyArray<string>) => {
  const near = nearest(name, available)
  return odd(
    text,
    `${plural} have no ${JSON.stringify(shown(name))}`,
    near === undefined
      ? `Use one of: ${available.join(", ")}; own columns are declared as attributes`
      : `Did you mean ${near}?`,
  )
}

const compare = (op: Comparison, of: Expr, values: ReadonlyArray<string | number | boolean>): Expr => {
  const [first = ""] = values
  const plain = values.filter((value) => typeof value !== "boolean")
  if (op !== "eq" && op !== "ne") return { op, left: of, right: { op: "value", value: first } }
  const equal =
    values.length > 1 && plain.length === values.length ? oneOf(of, plain) : or(...values.map((v) => eq(of, v)))
  const one = values.length === 1 ? eq(of, first) : equal
  // As in SQL: rows without a value are neither equal nor unequal, and stay out.
  return op === "eq" ? one : not(one)
}

/** A case holds where no earlier one does. */
const ofCases = (
  { name, op, text, values }: Condition,
  { cases }: Extract<Dimension, { readonly cases: unknown }>,
): Result.Result<Expr, TouchpointError> => {
  const labels = cases.map(({ label }) => label)
  const some = or(...cases.map(({ when }) => when))
  if (op === "present") return Result.succeed(some)
  if (op === "absent") return Result.succeed(not(some))
  if (op !== "eq" && op !== "ne") return Result.fail(odd(text, `${name} has no order; write = or !=`))
  const unknown = values.find((value) => !labels.includes(value))
  if (unknown !== undefined) return Result.fail(unknownValue(text, name, unknown, labels))
  const chosen = cases.flatMap(({ label, when }, i) =>
    values.includes(label) ? [and(when, ...cases.slice(0, i).map((earlier) => not(earlier.when)))] : [],
  )
  return Result.succeed(op === "eq" ? or(...chosen) : and(some, not(or(...chosen))))
}

/** The field behind a name, where it is a column; attributes of the inventory are texts. */
const fieldOf = (name: string, kind: FactKind.FactKind, { model }: Outline): Field | undefined => {
  if (Object.hasOwn(kind.fields, name)) return kind.fields[name]
  const dot = name.indexOf(".")
  const fields = kindOf(model, name.slice(0, dot))?.fields ?? {}
  const column = name.slice(dot + 1)
  return dot > 0 && Object.hasOwn(fields, column) ? fields[column] : undefined
}

/** The values there can be, where they are known. */
const knownOf = (name: string, field: Field | undefined, { inventory }: Outline): ReadonlyArray<string> | null => {
  const ids = (list: ReadonlyArray<{ readonly id: string }> | undefined) => list?.map(({ id }) => id) ?? null
  switch (name) {
    case "touchpoint":
      return ids(inventory?.touchpoints)
    case "stage":
      return ids(inventory?.allStages)
    case "category":
      return ids(inventory?.allCategories)
    case "phase":
      return ["before", "during", "after"]
    case "mode":
      return ["online", "offline"]
    case "partyKind":
      return ["brand", "partner", "peer"]
    default:
      return field?.values ?? null
  }
}

const unknownValue = (text: string, name: string, value: string, known: ReadonlyArray<string>): TouchpointError => {
  const near = nearest(value, known)
  return odd(
    text,
    `${name} is never ${JSON.stringify(shown(value))}`,
    near === undefined ? `Use one of: ${known.slice(0, 30).join(", ")}` : `Did you mean ${near}?`,
  )
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

const valueOf = (
  { name, op, text }: Condition,
  value: string,
  field: Field | undefined,
  known: ReadonlyArray<string> | null,
): Result.Result<string | number | boolean, TouchpointError> => {
  switch (field?.type) {
    case "number":
    case "integer":
      return NUMBER.test(value) && Number.isFinite(Number(value))
        ? Result.succeed(Number(value))
        : Result.fail(odd(text, `${name} is a number, and ${JSON.stringify(shown(value))} is none`))
    case "boolean":
      if (op !== "eq" && op !== "ne") return Result.fail(odd(text, `${name} is true or false and has no order`))
      return value === "true" || value === "false"
        ? Result.succeed(value === "true")
        : Result.fail(odd(text, `${name} is true or false`, `Write ${name}=true or ${name}=false`))
    default:
      if (op !== "eq" && op !== "ne") return Result.fail(odd(text, `${name} is a text and has no order; write = or !=`))
      return known === null || known.includes(value)
        ? Result.succeed(value)
        : Result.fail(unknownValue(text, name, value, known))
  }
}
