import process from "node:process"
import { type DefinitionCompared, encodeMeasurements } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import type { AnalyzeOptions, MeasurementRow } from "./analyze.ts"
import type { Config, MetricRequest } from "./project/Config.ts"
import { definitionsOf } from "./project/definitions.ts"
import { listening, optionsOf } from "./project/given.ts"
import { openGiven } from "./project/openGiven.ts"
import { runPromise } from "./run.ts"

/** The number by one convention, as plain data. @category analysis @since 0.2.0 */
export interface DefinitionRow extends Omit<DefinitionCompared, "measurement"> {
  readonly measurement: MeasurementRow
}

/** The metric to count by several conventions. @category analysis @since 0.2.0 */
export interface DefinitionsOptions extends AnalyzeOptions {
  /** Ids of the conventions: `posthog`, `mixpanel`, `amplitude` … */
  readonly presets: ReadonlyArray<string>
}

/**
 * Counts one metric by the conventions of other tools and says which parameter makes the difference: why the number of
 * an old dashboard is another one. Fails as `analyze` does.
 *
 * **Example** (Retention by three tools)
 *
 * ```ts
 * import { compareDefinitions, rows } from "touchpoint"
 *
 * const visits = rows(
 *   [
 *     { id: 1, who: "ann", at: "2026-01-01T17:59:00Z" },
 *     { id: 2, who: "ann", at: "2026-01-02T17:00:00Z" },
 *   ],
 *   { eventId: "id", customer: "who", at: "at" },
 *   { touchpoint: "app" },
 * )
 * const visit = { kind: "interaction" }
 * const [ours, mixpanel] = await compareDefinitions(
 *   { facts: { interactions: visits }, asOf: "2026-01-31" },
 *   { id: "retention", entry: visit, return: visit, interval: "day" },
 *   { presets: ["mixpanel"] },
 * )
 * console.log(ours?.measurement.value, mixpanel?.measurement.value, mixpanel?.decisive) // 1 0 clock
 * ```
 *
 * @category analysis
 * @since 0.2.0
 */
export const compareDefinitions = async (
  config: Config,
  metric: MetricRequest,
  options: DefinitionsOptions,
): Promise<ReadonlyArray<DefinitionRow>> => {
  const {
    base = process.cwd(),
    onProgress,
    plugins = [],
    presets = [],
    signal,
    unmasked,
    ...replaced
  } = optionsOf<DefinitionsOptions>(options)
  const program = Effect.gen(function* () {
    const { decoded, registry } = yield* openGiven(source, config, replaced, { base, plugins })
    return yield* definitionsOf(
      decoded,
      {
        registry,
        base,
        source,
        ...(unmasked === undefined ? {} : { unmasked }),
        ...(onProgress === undefined ? {} : { onProgress: listening(onProgress) }),
      },
      metric,
      presets,
    )
  })
  return definitionRows(await runPromise(program, signal))
}

/** Name of a configuration that is an argument. */
const source = "compareDefinitions(…)"

/** What was compared as plain data. */
export const definitionRows = (compared: ReadonlyArray<DefinitionCompared>): ReadonlyArray<DefinitionRow> =>
  compared.map((one) => ({ ...one, measurement: encodeMeasurements([one.measurement])[0] as MeasurementRow }))
