import * as Schema from "effect/Schema"
import { Malformed, taker, thrownText } from "../model/foreign.ts"
import { Severity } from "../rules/Finding.ts"

/** A plugin is somebody's value, not always made with types: reading it may throw. */
const reading = <A extends object>(read: () => A): A | string => {
  try {
    return read()
  } catch (thrown) {
    return thrownText(thrown)
  }
}

/** The name of a plugin, or what to call it where it has none. */
export const nameOr = (plugin: unknown, other: string): string => {
  const name = reading(() => Object(takeName(plugin)) as { readonly name: string })
  return typeof name === "string" ? other : name.name
}

/** What to call an item in an error: its type and id, or its place. */
export const labelOf = (item: unknown, at: number): string => {
  const label = reading(() => takeLabel(item))
  return typeof label === "string" ? `item ${at + 1}` : `${label.type} ${label.id}`
}

const takeName = taker(Schema.Struct({ name: Schema.NonEmptyString }))
const takePlugin = taker(
  Schema.Struct({
    name: Schema.NonEmptyString,
    version: Schema.optional(Schema.String),
    api: Schema.Finite,
    items: Schema.Array(Schema.Unknown),
  }),
)
const takeLabel = taker(
  Schema.Struct({
    type: Schema.Literals(["fold", "importer", "metric", "renderer", "rule"]),
    id: Schema.NonEmptyString,
  }),
)
const Extension = Schema.String.check(Schema.isPattern(/^\..+/, { message: "an extension begins with a dot" }))
const Text = Schema.Union([Schema.String, Schema.Record(Schema.String, Schema.String)])
const parts = {
  fold: {
    method: "run",
    take: taker(
      Schema.Struct({
        version: Schema.Finite,
        label: Schema.NullOr(Schema.String),
        axes: Schema.Array(Schema.Literals(["unit", "time"])),
      }),
    ),
  },
  importer: {
    method: "open",
    take: taker(
      Schema.Struct({
        yields: Schema.Literals(["records", "inventory"]),
        accepts: Schema.Struct({ extensions: Schema.Array(Extension) }),
      }),
    ),
  },
  metric: {
    method: "prepare",
    take: taker(
      Schema.Struct({
        docs: Schema.Struct({ title: Text }),
        better: Schema.Literals(["higher", "lower", "neutral"]),
      }),
    ),
  },
  renderer: { method: "render", take: taker(Schema.Struct({ extension: Extension, mediaType: Schema.String })) },
  rule: {
    method: "prepare",
    take: taker(
      Schema.Struct({
        meta: Schema.Struct({ severity: Severity, category: Schema.String, recommended: Schema.Boolean }),
      }),
    ),
  },
} as const

/** What every plugin has; a text says what this one has not. */
export const readPlugin = (plugin: unknown) => reading(() => takePlugin(plugin))

/** Type and id of an item that has every part of its type; a text says what it lacks. */
export const readItem = (item: unknown) =>
  reading(() => {
    const label = takeLabel(item)
    const { method, take } = parts[label.type]
    take(item)
    if (typeof (item as Readonly<Record<string, unknown>>)[method] !== "function")
      throw new Malformed(`${method} is not a function`)
    return label
  })
