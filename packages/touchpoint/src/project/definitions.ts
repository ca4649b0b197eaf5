import { compareDefinitions, type DefinitionCompared, outlineOf, presetsOf } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { AnalysisError, AnalysisOptions } from "./AnalysisOptions.ts"
import { type Config, configIssue, type MetricRequest, noSuch } from "./Config.ts"
import { load } from "./load.ts"
import { measuringOf } from "./measuring.ts"
import { withMemory } from "./remember.ts"
import { knownOf, prepareRequest } from "./requests.ts"
import { narrowing, nothingLeft, selectionOf } from "./selection.ts"
import { TouchpointError } from "../TouchpointError.ts"

/** One metric of a project, counted by the conventions of several tools. */
export const definitionsOf = Effect.fnUntraced(function* (
  config: Config,
  options: AnalysisOptions,
  request: MetricRequest,
  named: ReadonlyArray<string>,
): Effect.fn.Return<ReadonlyArray<DefinitionCompared>, AnalysisError, Scope.Scope> {
  const id = typeof request === "string" ? request : request.id
  const conventions = presetsOf(id).map((one) => one.id)
  const strange = named.find((preset) => !conventions.includes(preset))
  if (strange !== undefined)
    return yield* Effect.fail(
      new TouchpointError("options", noSuch(`preset of ${id}`, strange, conventions), {
        where: "presets",
        fix: "Correct the name, or give the parameters themselves",
      }),
    )
  const { engine, facts } = yield* load(config, options)
  const run = Effect.gen(function* () {
    const { calendar } = facts
    const outline = outlineOf(facts)
    const selection =
      options.selection === undefined
        ? yield* selectionOf(config, calendar, config.asOf, (option) => option)
        : options.selection
    const known = yield* knownOf(outline, calendar, config, selection)
    const prepared = yield* prepareRequest(request, "metric", known, options)
    const part = yield* narrowing(selection, { outline, promises: known.promises, calendar })(prepared, false)
    if (typeof part === "string") return yield* nothingLeft(part)
    const metric = options.registry.metrics.get(id)
    if (metric === undefined)
      return yield* configIssue(options.source, "metric", noSuch("metric", id, options.registry.metrics.keys()))
    const { by = [], elsewhere = new Map(), every = null, metric: own, period = null, where = null } = part
    return yield* compareDefinitions(
      { by, elsewhere, every, period, where, metric, params: own.params, presets: named },
      measuringOf(config, facts),
    )
  })
  return yield* Effect.provide(withMemory(run), engine(options.registry.folds.values()))
}, Effect.scoped)
