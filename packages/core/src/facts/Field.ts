import * as Schema from "effect/Schema"
import * as Instant from "../time/Instant.ts"

/**
 * What a column of facts holds. Instants are epoch milliseconds; money and durations are integers (minor units,
 * milliseconds).
 *
 * @category facts
 * @since 0.1.0
 */
export type FieldType = "text" | "number" | "integer" | "boolean" | "instant"

/**
 * One column of a fact kind: its type, whether a row without it is rejected, and the values it allows.
 *
 * @category facts
 * @since 0.1.0
 */
export interface Field<T extends FieldType = FieldType> {
  readonly type: T
  readonly doc: string
  /** A row without it is a reject. */
  readonly required: boolean
  /** Closed list of texts; anything else is a reject. */
  readonly values?: ReadonlyArray<string>
  readonly min?: number
  readonly max?: number
}

type Options = Omit<Field, "type" | "doc" | "required">

const field =
  <T extends FieldType>(type: T, required: boolean) =>
  (doc: string, options: Options = {}): Field<T> => ({ type, doc, required, ...options })

/** Fields that may be absent. @category facts @since 0.1.0 */
export const optional = {
  text: field("text", false),
  number: field("number", false),
  integer: field("integer", false),
  boolean: field("boolean", false),
  instant: field("instant", false),
}

/** Fields without which a row is a reject. @category facts @since 0.1.0 */
export const required = {
  text: field("text", true),
  number: field("number", true),
  integer: field("integer", true),
  boolean: field("boolean", true),
  instant: field("instant", true),
}

/**
 * Bounds of an instant at which something has happened: from 1900 on, before the year 9000. Sources write 0001-01-01 and
 * 9999-12-31 and their like for "no date" and "never", and as a time of a fact these would stretch every period to them.
 *
 * @category facts
 * @since 0.2.0
 */
export const happened = { min: Instant.earliest, max: Instant.farthest } as const

/** Bounds of an instant that may lie ahead, also for ever. @category facts @since 0.2.0 */
export const ahead = { min: Instant.earliest } as const

/**
 * Bounds of what is counted: more are no weights and no points, and their squares leave the doubles.
 *
 * @category facts
 * @since 0.2.0
 */
export const countable = { min: 0, max: 1e12 } as const

/**
 * Schemas that may type an own attribute: text, a closed list of texts, finite numbers, integers, booleans.
 *
 * @category facts
 * @since 0.1.0
 */
export type AttributeSchema =
  | Schema.Codec<string, string>
  | Schema.Codec<number, number>
  | Schema.Codec<boolean, boolean>

/** The column type of an attribute's value. @category facts @since 0.1.0 */
export type AttributeType<S extends AttributeSchema> = S["Type"] extends boolean
  ? "boolean"
  : S["Type"] extends number
    ? "number"
    : "text"

/** An attribute cannot be a column: its schema is none of a column, or its name is taken. @category errors @since 0.1.0 */
export class AttributeUnsupported extends Schema.TaggedError<AttributeUnsupported>()("AttributeUnsupported", {
  kind: Schema.String,
  attribute: Schema.String,
  reason: Schema.Literals(["schema", "name"]),
}) {
  override get message(): string {
    const fix =
      this.reason === "name"
        ? "the name is taken; give it another"
        : "use Schema.String, Schema.Literals([...]), Schema.Finite, Schema.Int or Schema.Boolean"
    return `The attribute ${JSON.stringify(this.attribute)} of ${this.kind} cannot be a column: ${fix}`
  }
}

/** The column an attribute's schema makes; `undefined` where it cannot be one. @category facts @since 0.1.0 */
export const attributeField = (schema: AttributeSchema): Field | undefined => {
  const { ast } = schema
  // Columns hold what the source says; nothing would apply the transformation.
  if (ast.encoding !== undefined) return undefined
  const integer = Schema.is(schema)
  switch (ast._tag) {
    case "String":
      return optional.text("own attribute")
    case "Boolean":
      return optional.boolean("own attribute")
    case "Number":
      return (integer as (u: unknown) => boolean)(0.5)
        ? optional.number("own attribute")
        : optional.integer("own attribute")
    case "Literal":
      return typeof ast.literal === "string" ? optional.text("own attribute", { values: [ast.literal] }) : undefined
    case "Union": {
      const values: Array<string> = []
      for (const member of ast.types) {
        if (member._tag !== "Literal" || typeof member.literal !== "string") return undefined
        values.push(member.literal)
      }
      return optional.text("own attribute", { values })
    }
    default:
      return undefined
  }
}
