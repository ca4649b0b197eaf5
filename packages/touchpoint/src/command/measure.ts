import { encodeMeasurements } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Argument, Command, Flag } from "effect/cli"
import { measurementsOf } from "../analyze.ts"
import type { MetricRequest } from "../project/Config.ts"
import { contradiction } from "../project/selection.ts"
import { TouchpointError } from "../TouchpointError.ts"
import { finish, idsOf, note, print, shared, sharedOf, type Subcommand } from "./flags.ts"
import { codeOf, runJob } from "./job.ts"
import { measurementTable } from "./table.ts"
import { inertJson } from "./terminal.ts"

const grains = ["day", "week", "month", "quarter", "year"] as const

/** `touchpoint measure` */
export const measure: Subcommand<"measure"> = Command.make(
  "measure",
  {
    ...shared,
    metric: Argument.String("metric").pipe(Argument.withDescription("ids of metrics"), Argument.variadic({ min: 1 })),
    by: Flag.String("by").pipe(Flag.withDescription("dimensions to split by, separated by commas"), Flag.optional),
    every: Flag.Literals("every", grains).pipe(
      Flag.withDescription("splits time into calendar buckets"),
      Flag.optional,
    ),
    period: Flag.String("period").pipe(
      Flag.withDescription("a period such as 2018-01 or 2018-Q1; month, week … is the same as --every"),
      Flag.optional,
    ),
    compare: Flag.Literals("compare", ["previous"]).pipe(
      Flag.withDescription("compares with the period before"),
      Flag.optional,
    ),
    format: Flag.Literals("format", ["table", "json"]).pipe(
      Flag.withDescription("a table for people, json for programs"),
      Flag.withDefault("table" as const),
    ),
  },
  Effect.fn(function* (input) {
    const by = Option.match(input.by, { onNone: () => [], onSome: idsOf })
    const named = Option.getOrNull(input.period)
    const grainNamed = grains.find((name) => name === named) ?? null
    const every = Option.getOrNull(input.every)
    if (every !== null && grainNamed !== null && every !== grainNamed)
      return yield* Effect.fail(
        contradiction("--every", "--period", `one says ${every}, the other ${grainNamed}`, "Give one of them"),
      )
    const grain = every ?? grainNamed
    const period = grainNamed === null ? named : null
    const compare = Option.getOrNull(input.compare)
    const timed = grain !== null || period !== null || Option.isSome(input.from) || Option.isSome(input.to)
    if (compare !== null && !timed)
      return yield* Effect.fail(
        new TouchpointError("options", "--compare previous needs a period to compare", {
          where: "--compare",
          fix: "Give --period, --every, or --from and --to",
        }),
      )
    const ids = input.metric.flatMap(idsOf)
    const { analysis, voice } = yield* runJob(sharedOf(input), {
      judge: false,
      period,
      ids,
      metricsOf: (own) =>
        ids.map((id) => ({
          ...paramsOf(own, id, by),
          id,
          ...(by.length === 0 ? {} : { by }),
          ...(grain === null ? {} : { every: grain }),
          ...(period === null ? {} : { period }),
          ...(compare === null ? {} : { compare }),
        })),
    })
    const measurements = measurementsOf(analysis)
    if (analysis.facts.sources.length === 0) yield* note(voice.label("noFacts"))
    yield* print(
      input.format === "json" ? inertJson(encodeMeasurements(measurements)) : measurementTable(measurements, voice),
    )
    yield* finish(codeOf(analysis))
  }),
).pipe(
  Command.withDescription("Measures metrics, split by dimensions and time"),
  Command.withExamples([
    {
      command: "touchpoint measure nps --by touchpoint --period month",
      description: "one number per touchpoint and month",
    },
    {
      command: "touchpoint measure csat --from 2026-01 --to 2026-03 --compare previous --where channel=web",
      description: "a quarter on the web, and the change to the one before",
    },
  ]),
)

/**
 * The parameters the project decided for a metric hold on the command line too, those of the request with the same
 * split first; how the project splits it does not.
 */
const paramsOf = (own: ReadonlyArray<Exclude<MetricRequest, string>>, id: string, by: ReadonlyArray<string>) => {
  const requests = own.filter((request) => request.id === id)
  const splitOf = ({ by: split = [] }: (typeof requests)[number]) => (typeof split === "string" ? [split] : split)
  const alike = requests.find((request) => splitOf(request).join() === by.join()) ?? requests[0]
  if (alike === undefined) return {}
  const {
    by: _by,
    compare: _compare,
    every: _every,
    period: _period,
    versus: _versus,
    where: _where,
    ...params
  } = alike
  return params
}
