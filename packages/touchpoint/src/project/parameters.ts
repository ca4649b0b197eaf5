import * as Schema from "effect/Schema"

/** A parameter of a metric or an option of a rule. */
export interface Parameter {
  readonly name: string
  /** `text`, `a or b`, `list of text` … */
  readonly type: string
  /** As YAML writes it; `null` where it has to be given. */
  readonly byDefault: string | null
}

interface Json {
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly const?: unknown
  readonly items?: Json
  readonly anyOf?: ReadonlyArray<Json>
  readonly properties?: Readonly<Record<string, Json>>
  readonly $ref?: string
}

/** The parameters of a schema, with their types and defaults as a reader writes them. */
export const parametersOf = (schema: Schema.Top, defaults: unknown): ReadonlyArray<Parameter> => {
  const { definitions, schema: whole } = jsonOf(schema)
  const known = (typeof defaults === "object" && defaults !== null ? defaults : {}) as Readonly<Record<string, unknown>>
  const decoded = decodedDefaults(schema)
  return Object.entries(resolved(whole, definitions).properties ?? {}).map(([name, type]) => {
    const value = Object.hasOwn(known, name) ? known[name] : decoded[name]
    return { name, type: shape(type, definitions, 0), byDefault: value === undefined ? null : written(value) }
  })
}

interface Document {
  readonly schema: Json
  readonly definitions: Readonly<Record<string, Json>>
}

/** Somebody else's schema may be none of JSON. */
const jsonOf = (schema: Schema.Top): Document => {
  try {
    return Schema.toJsonSchemaDocument(schema)
  } catch {
    return { schema: {}, definitions: {} }
  }
}

/** What a schema gives where nothing is; nothing where something has to be. */
export const decodedDefaults = (schema: Schema.Top): Readonly<Record<string, unknown>> => {
  try {
    return Schema.decodeUnknownSync(schema as Schema.Codec<Record<string, unknown>, unknown>)({})
  } catch {
    return {}
  }
}

const resolved = (schema: Json, definitions: Document["definitions"]): Json => {
  const name = schema.$ref?.split("/").at(-1)
  return name !== undefined && Object.hasOwn(definitions, name) ? (definitions[name] ?? {}) : schema
}

const DEEPEST = 4

const shape = (given: Json, definitions: Document["definitions"], depth: number): string => {
  const schema = resolved(given, definitions)
  if (depth > DEEPEST) return "…"
  const inner = (one: Json) => shape(one, definitions, depth + 1)
  if (schema.const !== undefined) return written(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(written).join(" | ")
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(inner))].join(" | ")
  if (schema.type === "array") return `[${inner(schema.items ?? {})}]`
  if (schema.properties !== undefined)
    return `{ ${Object.entries(schema.properties)
      .map(([name, of]) => `${name}: ${inner(of)}`)
      .join(", ")} }`
  return schema.type === "string" ? "text" : (schema.type ?? "any")
}

/** As YAML and TypeScript both write it. */
const written = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(written).join(", ")}]`
    : typeof value === "object" && value !== null
      ? `{ ${Object.entries(value)
          .map(([name, inner]) => `${name}: ${written(inner)}`)
          .join(", ")} }`
      : typeof value === "string" && value !== ""
        ? value
        : JSON.stringify(value)
