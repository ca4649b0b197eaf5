import { encodeMeasurements } from "@touchpoint/core/metrics"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Argument, Command, Flag } from "effect/cli"
import { measurementsOf } from "../analyze.ts"
import { definitionRows } from "../compareDefinitions.ts"
import type { MetricRequest } from "../project/Config.ts"
import { contradiction } from "../project/selection.ts"
import { TouchpointError } from "../TouchpointError.ts"
import { finish, idsOf, note, print, shared, sharedOf, type Subcommand } from "./flags.ts"
import { definitionTable } from "./definitionTable.ts"
import { codeOf, runDefinitions, runJob } from "./job.ts"
import { paramsFrom } from "./params.ts"
import { measurementTable } from "./table.ts"
import { inertJson } from "./terminal.ts"

const grains = ["day", "week", "month", "quarter", "year"] as const

/** `touchpoint measure` */
export const measure: Subcommand<"measure"> = Command.make(
  "measure",
  {
    ...shared,
    metric: Argument.String("metric").pipe(Argument.withDescription("ids of metrics"), Argument.variadic({ min: 1 })),
    param: Flag.String("param").pipe(
      Flag.withDescription("a parameter of the metrics, before the configuration's: q=0.9, form=within"),
      Flag.atLeast(0),
    ),
    by: Flag.String("by").pipe(Flag.withDescription("dimensions to split by, separated by commas"), Flag.optional),
    every: Flag.Literals("every", grains).pipe(
      Flag.withDescription("splits time into calendar buckets"),
      Flag.optional,
    ),
    period: Flag.String("period").pipe(
      Flag.withDescription("a period such as 2018-01 or 2018-Q1; month, week … is the same as --every"),
      Flag.optional,
    ),
    segment: Flag.String("segment").pipe(
      Flag.withDescription("a dimension to split by, each of whose groups is compared with the rest"),
      Flag.optional,
    ),
    compare: Flag.Literals("compare", ["previous", "year-before", "rest"]).pipe(
      Flag.withDescription("compares with the period before, the same a year before, or each group with the rest"),
      Flag.optional,
    ),
    mix: Flag.String("mix").pipe(
      Flag.withDescription("a further dimension that differences are taken apart by: its parts, and their sizes"),
      Flag.optional,
    ),
    adjust: Flag.Literals("adjust", ["bh", "holm"]).pipe(
      Flag.withDescription("how p-values of many comparisons are adjusted: bh to explore, holm where claims must hold"),
      Flag.optional,
    ),
    insufficient: Flag.Int("insufficient").pipe(
      Flag.withDescription("smaller groups are shown, never compared with the rest or ranked; 10"),
      Flag.optional,
    ),
    small: Flag.Int("small").pipe(Flag.withDescription("smaller groups are small samples; 30"), Flag.optional),
    preset: Flag.String("preset").pipe(
      Flag.withDescription("counts one metric by the conventions of other tools too: posthog,mixpanel,amplitude"),
      Flag.optional,
    ),
    format: Flag.Literals("format", ["table", "json"]).pipe(
      Flag.withDescription("a table for people, json for programs"),
      Flag.withDefault("table" as const),
    ),
  },
  Effect.fn(function* (input) {
    const params = yield* paramsFrom(input.param)
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
    const segment = Option.getOrNull(input.segment)
    const compare = Option.getOrNull(input.compare)
    const mix = Option.getOrNull(input.mix)
    const timed = grain !== null || period !== null || Option.isSome(input.from) || Option.isSome(input.to)
    if (compare !== null && compare !== "rest" && !timed)
      return yield* Effect.fail(
        new TouchpointError("options", `--compare ${compare} needs a period to compare`, {
          where: "--compare",
          fix: "Give --period, --every, or --from and --to",
        }),
      )
    const adjust = Option.getOrNull(input.adjust)
    const policy = yield* policyOf({ insufficient: input.insufficient, small: input.small })
    const ids = input.metric.flatMap(idsOf)
    const settings = { ...(adjust === null ? {} : { adjust }), ...(policy === null ? {} : { policy }) }
    const presets = Option.match(input.preset, { onNone: () => [], onSome: idsOf })
    const [only] = ids
    if (presets.length > 0 && only !== undefined) {
      const compares = ["segment", "compare", "mix"].find((name) => Option.isSome(input[name as "mix"]))
      if (compares !== undefined || ids.length > 1)
        return yield* Effect.fail(
          contradiction(
            "--preset",
            compares === undefined ? ids.slice(1).join(", ") : `--${compares}`,
            "conventions of one metric are compared with each other, and with nothing else",
            "Give one of them",
          ),
        )
      const { compared, locale, voice } = yield* runDefinitions(
        sharedOf(input),
        { period, ids, settings },
        (own) => ({
          ...paramsOf(own, only, by),
          ...params,
          id: only,
          ...(by.length === 0 ? {} : { by }),
          ...(grain === null ? {} : { every: grain }),
          ...(period === null ? {} : { period }),
        }),
        presets,
      )
      return yield* print(
        input.format === "json" ? inertJson(definitionRows(compared)) : definitionTable(compared, voice, locale),
      )
    }
    const { analysis, voice } = yield* runJob(sharedOf(input), {
      judge: false,
      period,
      ids,
      settings,
      metricsOf: (own) =>
        ids.map((id) => ({
          ...paramsOf(own, id, segment === null ? by : [...by, segment]),
          ...params,
          id,
          ...(by.length === 0 ? {} : { by }),
          ...(grain === null ? {} : { every: grain }),
          ...(period === null ? {} : { period }),
          ...(segment === null ? {} : { segment }),
          ...(compare === null ? {} : { compare }),
          ...(mix === null ? {} : { mix }),
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
      command: "touchpoint measure response-time --param q=0.9",
      description: "the 90th percentile, whatever the configuration says",
    },
    {
      command: "touchpoint measure csat --from 2026-01 --to 2026-03 --compare previous --where channel=web",
      description: "a quarter on the web, and the change to the one before",
    },
    {
      command: "touchpoint measure csat --segment customer.region --mix touchpoint",
      description: "every region against the others, and whether it only meets other touchpoints",
    },
    {
      command: "touchpoint measure retention --preset posthog,mixpanel,amplitude",
      description: "one metric as three tools count it, and which parameter makes the difference",
    },
  ]),
)

/**
 * The parameters the project decided for a metric hold on the command line too, those of the request with the same
 * split first; how the project splits it does not.
 */
const paramsOf = (own: ReadonlyArray<Exclude<MetricRequest, string>>, id: string, by: ReadonlyArray<string>) => {
  const requests = own.filter((request) => request.id === id)
  const splitOf = ({ by: split = [], segment }: (typeof requests)[number]) => [
    ...(typeof split === "string" ? [split] : split),
    ...(segment === undefined ? [] : [segment]),
  ]
  const alike = requests.find((request) => splitOf(request).join() === by.join()) ?? requests[0]
  if (alike === undefined) return {}
  const {
    by: _by,
    compare: _compare,
    every: _every,
    mix: _mix,
    period: _period,
    primary: _primary,
    segment: _segment,
    versus: _versus,
    where: _where,
    ...params
  } = alike
  return params
}

/** The least sizes given; `null` where none is. */
const policyOf = Effect.fn(function* (sizes: Readonly<Record<"insufficient" | "small", Option.Option<number>>>) {
  const given = Object.entries(sizes).flatMap(([name, size]) =>
    Option.isSome(size) ? [[name, size.value] as const] : [],
  )
  const odd = given.find(([, size]) => size < 0)
  if (odd !== undefined)
    return yield* Effect.fail(
      new TouchpointError("options", `--${odd[0]} is ${odd[1]}, less than nothing`, {
        where: `--${odd[0]}`,
        fix: "Give a whole number from 0",
      }),
    )
  return given.length === 0 ? null : Object.fromEntries(given)
})
