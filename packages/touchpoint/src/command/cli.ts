import path from "node:path"
import process from "node:process"
import { encodeMeasurements } from "@touchpoint/core/metrics"
import type { Severity } from "@touchpoint/core/rules"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Argument, CliOutput, Command, Flag } from "effect/cli"
import { measurementsOf, rowsOf } from "../analyze.ts"
import { writeWhole } from "../project/files.ts"
import { renderAs } from "../project/render.ts"
import { versions } from "../project/versions.ts"
import type { MetricRequest } from "../project/Config.ts"
import { codeOf, exit, rejectedShare, runJob, type Shared } from "./job.ts"
import { measurementTable } from "./table.ts"
import { inert, inertJson } from "./terminal.ts"

const shared = {
  config: Flag.String("config").pipe(
    Flag.withAlias("c"),
    Flag.withDescription("configuration file; touchpoint.config.* of this folder where absent"),
    Flag.optional,
  ),
  locale: Flag.Literals("locale", ["en", "ru", "pl"]).pipe(
    Flag.withDescription("language of texts"),
    Flag.withDefault("en" as const),
  ),
  asOf: Flag.String("as-of").pipe(
    Flag.withDescription("facts are complete up to this day; later rows are rejected"),
    Flag.optional,
  ),
}

const sharedOf = (input: {
  readonly config: Option.Option<string>
  readonly locale: Shared["locale"]
  readonly asOf: Option.Option<string>
}): Shared => ({ config: Option.getOrNull(input.config), locale: input.locale, asOf: Option.getOrNull(input.asOf) })

const print = (text: string) => Effect.sync(() => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`))
const finish = (code: number) => Effect.sync(() => void (process.exitCode = code))

const measure = Command.make(
  "measure",
  {
    ...shared,
    metric: Argument.String("metric").pipe(Argument.withDescription("ids of metrics"), Argument.variadic({ min: 1 })),
    by: Flag.String("by").pipe(Flag.withDescription("dimensions to split by, separated by commas"), Flag.optional),
    every: Flag.Literals("every", ["day", "week", "month", "quarter", "year"]).pipe(
      Flag.withDescription("splits time into calendar buckets"),
      Flag.optional,
    ),
    period: Flag.String("period").pipe(
      Flag.withDescription("a period such as 2018-01 or 2018-Q1; month, week … is the same as --every"),
      Flag.optional,
    ),
    format: Flag.Literals("format", ["text", "json"]).pipe(
      Flag.withDescription("text for people, json for programs"),
      Flag.withDefault("text" as const),
    ),
  },
  Effect.fn(function* (input) {
    const list = (text: string) => text.split(",").flatMap((id) => (id.trim() === "" ? [] : [id.trim()]))
    const by = Option.match(input.by, { onNone: () => [], onSome: list })
    const grains = ["day", "week", "month", "quarter", "year"] as const
    const named = Option.getOrNull(input.period)
    const grain = Option.getOrNull(input.every) ?? grains.find((name) => name === named) ?? null
    const period = grains.some((name) => name === named) ? null : named
    const { analysis, voice } = yield* runJob(sharedOf(input), {
      judge: false,
      period,
      metricsOf: (own) =>
        input.metric.flatMap(list).map((id) => ({
          ...paramsOf(own, id, by),
          id,
          ...(by.length === 0 ? {} : { by }),
          ...(grain === null ? {} : { every: grain }),
          ...(period === null ? {} : { period }),
        })),
    })
    const measurements = measurementsOf(analysis)
    yield* print(
      input.format === "json" ? inertJson(encodeMeasurements(measurements)) : measurementTable(measurements, voice),
    )
    yield* finish(codeOf(analysis))
  }),
).pipe(Command.withDescription("Measures metrics, split by dimensions and time"))

/**
 * The parameters the project decided for a metric hold on the command line too, those of the request with the same
 * split first; how the project splits it does not.
 */
const paramsOf = (own: ReadonlyArray<Exclude<MetricRequest, string>>, id: string, by: ReadonlyArray<string>) => {
  const requests = own.filter((request) => request.id === id)
  const splitOf = ({ by: split = [] }: (typeof requests)[number]) => (typeof split === "string" ? [split] : split)
  const alike = requests.find((request) => splitOf(request).join() === by.join()) ?? requests[0]
  if (alike === undefined) return {}
  const { by: _by, every: _every, period: _period, versus: _versus, where: _where, ...params } = alike
  return params
}

const gravity: Readonly<Record<Severity, number>> = { critical: 3, warning: 2, info: 1 }

const check = Command.make(
  "check",
  {
    ...shared,
    failOn: Flag.Literals("fail-on", ["info", "warning", "critical", "never"]).pipe(
      Flag.withDescription("exit with 1 from this severity on"),
      Flag.withDefault("critical" as const),
    ),
    maxRejects: Flag.Finite("max-rejects").pipe(
      Flag.withDescription("exit with 1 where a source has a larger share of rejected rows; 0.1 is one in ten"),
      Flag.withDefault(0.1),
    ),
    format: Flag.Literals("format", ["text", "json"]).pipe(Flag.withDefault("text" as const)),
  },
  Effect.fn(function* (input) {
    const { analysis, voice } = yield* runJob(sharedOf(input), {})
    const { findings } = rowsOf(analysis, voice)
    const text = findings
      .map(
        (f) =>
          `${voice.label(f.severity)}  ${f.text}  [${f.rule}]\n    ${voice.label("recommendation")}: ${f.recommendation.text}`,
      )
      .join("\n")
    yield* print(input.format === "json" ? inertJson(findings) : text === "" ? voice.label("noFindings") : inert(text))
    const { failOn } = input
    const share = rejectedShare(analysis)
    const rejected = share > input.maxRejects
    if (rejected)
      process.stderr.write(
        `check failed: ${voice.wording.percent(share)} of a source's rows were rejected (--max-rejects ${input.maxRejects})\n`,
      )
    const failed = rejected || (failOn !== "never" && findings.some((f) => gravity[f.severity] >= gravity[failOn]))
    yield* finish(failed ? exit.gateFailed : codeOf(analysis))
  }),
).pipe(Command.withDescription("Judges the project by its rules"))

const report = Command.make(
  "report",
  {
    ...shared,
    out: Flag.String("out").pipe(
      Flag.withAlias("o"),
      Flag.withDescription("file to write; the extension decides the format; may be given several times"),
      Flag.atLeast(0),
    ),
  },
  Effect.fn(function* (input) {
    const { analysis, registry } = yield* runJob(sharedOf(input), {})
    const { locale } = input
    if (input.out.length === 0)
      yield* print(new TextDecoder().decode(yield* renderAs(analysis.report, registry, "markdown", { locale })))
    // Nothing is written before everything is rendered: a wrong extension must not leave half of the files.
    const rendered: Array<readonly [file: string, bytes: Uint8Array]> = []
    for (const file of input.out)
      rendered.push([file, yield* renderAs(analysis.report, registry, path.extname(file), { locale })])
    for (const [file, bytes] of rendered) {
      yield* writeWhole(file, bytes)
      yield* print(file)
    }
    yield* finish(codeOf(analysis))
  }),
).pipe(Command.withDescription("Does the whole job and writes the report"))

const cli = Command.make("touchpoint").pipe(
  Command.withDescription("Customer touchpoints: from exports to one honest page"),
  Command.withSubcommands([measure, check, report]),
)

// Help that was asked for is a result; help that explains a mistake is none, and stays out of a file or pipe.
const presenter: CliOutput.Presenter = {
  present: (event) => {
    if (event._tag !== "InvalidInvocation") return CliOutput.defaultPresenter.present(event)
    const { formatErrors, formatHelpDoc } = CliOutput.defaultFormatter({ colors: false })
    return Effect.sync(
      () => void process.stderr.write(inert(`${formatHelpDoc(event.helpDoc)}\n${formatErrors(event.errors)}\n`)),
    )
  },
}

/** Runs the command with arguments. */
export const run = (args: ReadonlyArray<string>): Effect.Effect<void, unknown, Command.Environment> =>
  Command.runWith(cli, { version: versions["touchpoint"] ?? "" })(args).pipe(
    Effect.provide(CliOutput.layerPresenter(presenter)),
  )
