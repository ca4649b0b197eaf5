import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { canonicalJson } from "../questions/Question.ts"
import { prepareMetric } from "./guard.ts"
import { measure, type MeasureResult } from "./measure.ts"
import type { Measurement } from "./Measurement.ts"
import type { MeasureOptions } from "./MeasureOptions.ts"
import type { MeasureRequest } from "./MeasureRequest.ts"
import type { Metric, PreparedMetric } from "./Metric.ts"
import { type Preset, presets as shipped } from "./presets.ts"

/** One metric of one data set, to be counted by several conventions. @category presets @since 0.2.0 */
export interface DefinitionsAsked extends Pick<MeasureRequest, "by" | "elsewhere" | "every" | "period" | "where"> {
  readonly metric: Metric
  /** Parameters that all conventions share, such as the steps or the instrument, and those of one's own definition. */
  readonly params?: Readonly<Record<string, unknown>>
  /** Ids of the presets to compare with. */
  readonly presets: ReadonlyArray<string>
  /** Presets of a project, beside the shipped ones. */
  readonly known?: ReadonlyArray<Preset>
}

/** What one parameter does alone. @category presets @since 0.2.0 */
export interface ParameterEffect {
  readonly name: string
  readonly ours: Schema.Json
  readonly theirs: Schema.Json
  /** The value with this parameter theirs and all others ours; `null` where that is no definition, or says nothing. */
  readonly alone: number | null
}

/** The number by one convention. @category presets @since 0.2.0 */
export interface DefinitionCompared {
  /** `null` for one's own definition. */
  readonly preset: string | null
  readonly definition: string
  readonly measurement: Measurement
  /** This value minus that of one's own definition. */
  readonly difference: number | null
  /** Parameters in which it differs from one's own, those that change the number most first. */
  readonly parameters: ReadonlyArray<ParameterEffect>
  /**
   * The parameter that makes the difference: changed alone, it gives this value. `null` where there is no difference, or
   * where only several together make it.
   */
  readonly decisive: string | null
}

/** Values that differ by less are equal: sums of doubles in another order. */
const SAME = 1e-12

/**
 * Counts one data set by several conventions and says which parameter makes the difference. Every parameter that a
 * preset sets otherwise is also changed alone.
 *
 * Fails with `OptionsInvalid` where parameters do not fit the metric, and with `EngineError` as {@link measure} does. A
 * preset that does not know the metric is left out.
 *
 * @category presets
 * @since 0.2.0
 */
export const compareDefinitions = Effect.fnUntraced(function* (
  { known = [], metric, params = {}, presets, ...request }: DefinitionsAsked,
  options: MeasureOptions,
) {
  const ours = yield* prepareMetric(metric, params)
  const conventions = yield* Effect.forEach(
    [...known, ...shipped].filter(({ id, metrics }) => presets.includes(id) && Object.hasOwn(metrics, metric.id)),
    (preset) =>
      Effect.map(prepareMetric(metric, { ...ours.params, ...preset.metrics[metric.id]?.params }), (theirs) => ({
        preset: preset.id,
        theirs,
      })),
  )
  const changed = yield* Effect.forEach(conventions, ({ preset, theirs }) =>
    Effect.map(
      Effect.forEach(differing(ours, theirs), (name) =>
        Effect.map(Effect.result(prepareMetric(metric, { ...ours.params, [name]: theirs.params[name] })), (alone) => ({
          name,
          alone: Result.isSuccess(alone) ? alone.success : null,
        })),
      ),
      (parameters) => ({ preset, theirs, parameters }),
    ),
  )
  const requests = [
    { ...request, metric: ours },
    ...changed.flatMap(({ parameters, preset, theirs }) => [
      { ...request, metric: theirs, preset },
      ...parameters.flatMap(({ alone }) => (alone === null ? [] : [{ ...request, metric: alone }])),
    ]),
  ]
  const results = yield* measure(requests, options)
  const byMetric = new Map(requests.map((one, i) => [one.metric, results[i] as MeasureResult] as const))
  const own = byMetric.get(ours) as MeasureResult
  return own.measurements.flatMap((measurement): ReadonlyArray<DefinitionCompared> => [
    { preset: null, definition: own.definition, measurement, difference: null, parameters: [], decisive: null },
    ...changed.flatMap(({ parameters, preset, theirs }): ReadonlyArray<DefinitionCompared> => {
      const result = byMetric.get(theirs) as MeasureResult
      const other = sameGroup(result, measurement)
      if (other === undefined) return []
      const effects = parameters.map(({ alone, name }): ParameterEffect => ({
        name,
        ours: ours.params[name] ?? null,
        theirs: theirs.params[name] ?? null,
        alone: alone === null ? null : (sameGroup(byMetric.get(alone) as MeasureResult, measurement)?.value ?? null),
      }))
      const difference = minus(other.value, measurement.value)
      return [
        {
          preset,
          definition: result.definition,
          measurement: other,
          difference,
          parameters: effects.toSorted((a, b) => moved(b, measurement) - moved(a, measurement)),
          decisive:
            difference === null || Math.abs(difference) <= SAME
              ? null
              : (effects.find(({ alone }) => near(alone, other.value))?.name ?? null),
        },
      ]
    }),
  ])
})

/** Names of parameters that two definitions of one metric decide otherwise. */
const differing = (ours: PreparedMetric, theirs: PreparedMetric): ReadonlyArray<string> =>
  [...new Set([...Object.keys(ours.params), ...Object.keys(theirs.params)])].filter(
    (name) => canonicalJson(ours.params[name] ?? null) !== canonicalJson(theirs.params[name] ?? null),
  )

const sameGroup = ({ measurements }: MeasureResult, { by, period }: Measurement): Measurement | undefined =>
  measurements.find((other) => canonicalJson(other.by) === canonicalJson(by) && other.period?.from === period?.from)

const minus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b)
const near = (a: number | null, b: number | null): boolean => a !== null && b !== null && Math.abs(a - b) <= SAME
const moved = ({ alone }: ParameterEffect, { value }: Measurement): number => Math.abs(minus(alone, value) ?? 0)
