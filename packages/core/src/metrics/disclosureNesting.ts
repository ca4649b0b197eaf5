import * as Effect from "effect/Effect"
import { Engine } from "../engine/Engine.ts"
import type { Dimension } from "../questions/Dimension.ts"
import { tally } from "../questions/Question.ts"
import type { Nesting } from "./Disclosure.ts"
import type { MeasureRequest } from "./MeasureRequest.ts"

/**
 * Which dimensions of a run consist of others: every touchpoint lies in one stage, every shop in one city. Asked of the
 * facts for each two dimensions that requests of one kind split by apart from each other.
 */
export const nestingOf = Effect.fnUntraced(function* (
  requests: ReadonlyArray<MeasureRequest>,
): Effect.fn.Return<Nesting, never, Engine> {
  const engine = yield* Engine
  const result = new Map<string, Map<string, Map<string, Map<unknown, unknown>>>>()
  for (const [kind, own] of Map.groupBy(requests, ({ metric }) => metric.passport.kind)) {
    const dimensions = new Map<string, Dimension>()
    for (const { by = [] } of own) for (const dimension of by) dimensions.set(dimension.id, dimension)
    const sets = own.map(({ by = [] }) => new Set(by.map(({ id }) => id)))
    const apart = (a: string, b: string) => sets.some((set) => set.has(a) && !set.has(b))
    const all = [...dimensions.values()]
    for (const [i, one] of all.entries())
      for (const other of all.slice(i + 1)) {
        if (!apart(one.id, other.id) || !apart(other.id, one.id)) continue
        const question = tally(kind, { rows: { stat: "count" } }, { by: [one, other] })
        // Two dimensions with more pairs than an engine counts are none inside the other in a report people read.
        const [answer] = yield* engine.ask([question]).pipe(
          Effect.catch(() => Effect.succeed([])),
          Effect.catchDefect(() => Effect.succeed([])),
        )
        for (const [fine, coarse, from, to] of [
          [one.id, other.id, 0, 1],
          [other.id, one.id, 1, 0],
        ] as const) {
          const pairs = (answer?.groups ?? []).map(({ key }) => [key[from] ?? null, key[to] ?? null] as const)
          const map = new Map<unknown, unknown>(pairs)
          if (map.size === 0 || map.size !== pairs.length) continue
          const ofKind = result.get(kind) ?? new Map<string, Map<string, Map<unknown, unknown>>>()
          result.set(kind, ofKind)
          ofKind.set(fine, (ofKind.get(fine) ?? new Map<string, Map<unknown, unknown>>()).set(coarse, map))
        }
      }
  }
  return result
})
