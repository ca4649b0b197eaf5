import * as Effect from "effect/Effect"
import { Engine, type EngineError } from "../engine/Engine.ts"
import { column } from "../questions/Expr.ts"
import type { Measure } from "../questions/Measure.ts"
import { tally } from "../questions/Question.ts"
import type { Calendar } from "../time/Calendar.ts"
import type { MetricContext } from "./Metric.ts"
import type { Range } from "./scope.ts"

/** Ranges of instant columns by kind, in one ask. */
export const askRanges = Effect.fnUntraced(function* (
  columns: ReadonlyMap<string, ReadonlySet<string>>,
): Effect.fn.Return<ReadonlyMap<string, ReadonlyMap<string, Range>>, EngineError, Engine> {
  const engine = yield* Engine
  const kinds = [...columns]
  const answers = yield* engine.ask(
    kinds.map(([kind, names]) =>
      tally(
        kind,
        Object.fromEntries([...names].map((name): [string, Measure] => [name, { stat: "extent", of: column(name) }])),
      ),
    ),
  )
  return new Map(
    kinds.map(([kind, names], i) => {
      const states = answers[i]?.groups[0]?.states as Readonly<Record<string, Range>> | undefined
      const found = [...names].flatMap((name): ReadonlyArray<readonly [string, Range]> => {
        const { max = null, min = null } = states?.[name] ?? {}
        return min === null || max === null ? [] : [[name, { min, max }]]
      })
      return [kind, new Map(found)] as const
    }),
  )
})

/**
 * What a metric or dimension of a kind may know: the calendar, the watermark, and the range of the columns named.
 *
 * @category measuring
 * @since 0.1.0
 */
export const contextOf = Effect.fnUntraced(function* (
  kind: string,
  columns: ReadonlyArray<string>,
  calendar: Calendar,
  /** Kinds waited for; the kind itself where left out. */
  kinds: ReadonlyArray<string> = [kind],
): Effect.fn.Return<MetricContext, EngineError, Engine> {
  const engine = yield* Engine
  const watermarks = yield* engine.watermarks
  const ranges = yield* askRanges(new Map([[kind, new Set(columns)]]))
  return {
    calendar,
    asOf: watermarks.has(kind) ? Math.min(...kinds.flatMap((one) => watermarks.get(one)?.at ?? [])) : null,
    extent: (name) => ranges.get(kind)?.get(name) ?? null,
    period: null,
  }
})
