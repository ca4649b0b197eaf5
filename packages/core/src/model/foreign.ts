import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

/** What somebody else's code gave is not what was agreed; its message alone says what is wrong. */
export class Malformed extends Error {
  override readonly name = "Malformed"
}

const LONGEST = 2000

/**
 * What somebody else's code threw, as a text: anything can be thrown, even what has no text.
 *
 * **Example** (Something that cannot be written)
 *
 * ```ts
 * import { thrownText } from "@touchpoint/core/model"
 *
 * console.log(thrownText(new RangeError("too wide"))) // RangeError: too wide
 * console.log(thrownText(Object.create(null))) // it threw something that has no text
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const thrownText = (thrown: unknown): string => {
  try {
    const text =
      thrown instanceof Malformed
        ? thrown.message
        : thrown instanceof Error
          ? `${thrown.name}: ${thrown.message}`
          : String(thrown)
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  } catch {
    return "it threw something that has no text"
  }
}

/**
 * Refuses a promise where a value was agreed. What the promise is rejected with is nobody's then: unhandled, it would
 * end the process.
 */
export const settled = <A>(value: A): A => {
  if (typeof value !== "object" || value === null || !("then" in value) || typeof value.then !== "function")
    return value
  void Promise.resolve(value).catch(() => undefined)
  throw new Malformed("it gave a promise; it has to answer at once")
}

/** Takes a value of somebody else's as a copy of the schema's type, or throws {@link Malformed} with the first problem. */
export const taker = <S extends Schema.Constraint & { readonly DecodingServices: never }>(
  schema: S,
): ((value: unknown) => S["Type"]) => {
  const decode = Schema.decodeUnknownExit(Schema.toType(schema))
  return (value) => {
    const exit = decode(settled(value))
    if (Exit.isSuccess(exit)) return exit.value
    const error = Cause.squash(exit.cause)
    throw Schema.isSchemaError(error) ? new Malformed(firstProblem(error.issue, value)) : error
  }
}

const firstProblem = (issue: SchemaIssue.Issue, value: unknown): string => {
  const [first] = SchemaIssue.makeFormatterStandardSchemaV1()(issue).issues
  const path = (first?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part))
  const found = path.reduce<unknown>(
    (node, key) => (typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined),
    value,
  )
  const where = path.length === 0 ? "" : path.join(".")
  if (typeof found === "number" && !Number.isFinite(found)) return `${where === "" ? "it" : where} is ${found}`
  if (found === undefined) return `${where === "" ? "it" : where} is missing`
  const got = typeof found === "string" ? `, got ${JSON.stringify(found.slice(0, 80))}` : `, got ${kindOf(found)}`
  return `${where === "" ? "" : `${where}: `}${first?.message ?? "it is malformed"}${got}`
}

const kindOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "a list" : typeof value === "number" ? String(value) : typeof value
