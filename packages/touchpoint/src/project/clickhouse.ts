import * as Effect from "effect/Effect"
import { TouchpointError } from "../TouchpointError.ts"

/** ClickHouse's engine and its manifest. It is an optional dependency: only those who have a cluster need it. */
export const clickhouse = Effect.tryPromise({
  try: async () => {
    const [engine, { default: manifest }] = await Promise.all([
      import("@touchpoint/engine-clickhouse"),
      import("@touchpoint/engine-clickhouse/package.json", { with: { type: "json" } }),
    ])
    return { engine, manifest }
  },
  catch: (cause) =>
    new TouchpointError(
      "config",
      "ClickHouse cannot be asked: @touchpoint/engine-clickhouse is missing or does not fit",
      {
        where: "@touchpoint/engine-clickhouse",
        fix: "Install @touchpoint/engine-clickhouse beside touchpoint",
        cause,
      },
    ),
})
