import process from "node:process"
import {
  aliasPairs,
  type AssembleOptions,
  type DecodedSource,
  type FactKind,
  type Facts,
  kindOf,
} from "@touchpoint/core/facts"
import type { Fold } from "@touchpoint/core/questions"
import type { TableMap } from "@touchpoint/engine-clickhouse"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { TouchpointError } from "../TouchpointError.ts"
import { clickhouse } from "./clickhouse.ts"
import { configIssue, noSuch } from "./Config.ts"
import { type EngineChoice, PASSWORD } from "./EngineChoice.ts"
import type { LoadOptions } from "./openRecords.ts"

/** Where a cluster is, and which of its tables hold what. */
export type ClickHouseChoice = Extract<EngineChoice, { readonly clickhouse: unknown }>["clickhouse"]

/** Connects to tables of a cluster, which are asked as long as the scope. Nothing is loaded but identities. */
export const loadClickHouse = Effect.fnUntraced(function* (
  { database, guard = {}, passwordFrom, tables, timeout, url, user }: ClickHouseChoice,
  assembling: AssembleOptions,
  options: LoadOptions,
  { facts: read, parts }: { readonly parts: ReadonlyArray<DecodedSource>; readonly facts: Facts },
) {
  const { engine, manifest } = yield* clickhouse
  const issue = (key: string, problem: string) => configIssue(options.source, `engine.clickhouse.${key}`, problem)
  const password = process.env[passwordFrom ?? PASSWORD]
  // Without one, the server would be asked as somebody without a password.
  if (passwordFrom !== undefined && password === undefined)
    return yield* issue(
      "passwordFrom",
      `the environment variable ${passwordFrom} is not set; set it to the password, or correct its name`,
    )
  const kinds = Object.values<FactKind.FactKind>(assembling.model.kinds).map(({ plural }) => plural)
  const facts: Record<string, TableMap> = {}
  for (const [kind, given] of Object.entries(tables)) {
    if (kindOf(assembling.model, kind) === undefined)
      return yield* issue(`tables.${kind}`, noSuch("kind of facts", kind, kinds))
    facts[kind] = yield* Schema.decodeUnknownEffect(engine.TableMap, { onExcessProperty: "error" })(given).pipe(
      Effect.mapError(({ message }) => issue(`tables.${kind}`, message.replaceAll(/\s*\n\s*/g, " "))),
    )
  }
  // All that were read, as when facts are assembled.
  const identities = parts.flatMap(({ table }) => aliasPairs(table))
  const waiting = timeout === undefined ? {} : { timeout }
  const connected = Effect.gen(function* () {
    const client = yield* engine.open({
      url,
      ...waiting,
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password }),
      ...(database === undefined ? {} : { database }),
    })
    options.onProgress?.({ stage: "read", what: "ClickHouse" })
    return yield* engine.connect(engine.session(client, { guard, ...waiting }), { ...assembling, facts, identities })
  })
  const held = yield* connected.pipe(
    Effect.catchTags({
      // Their messages say what to do.
      ClickHouseFailed: ({ message }) =>
        Effect.fail(new TouchpointError("source", message, { where: "engine.clickhouse" })),
      TableMismatch: ({ kind, message }) => {
        const name = Object.keys(tables).find((one) => kindOf(assembling.model, one)?.id === kind) ?? kind
        return Effect.fail(new TouchpointError("config", message, { where: `engine.clickhouse.tables.${name}` }))
      },
      LimitExceeded: ({ message }) =>
        Effect.fail(new TouchpointError("source", message, { where: "engine.clickhouse.guard" })),
    }),
  )
  const { outline } = held
  return {
    facts: { ...outline, sources: [...outline.sources, ...read.sources], rejects: read.rejects },
    engine: (folds: Iterable<Fold>) => engine.ClickHouseEngine.layer(held, { folds }),
    versions: { [manifest.name]: manifest.version },
  }
})
