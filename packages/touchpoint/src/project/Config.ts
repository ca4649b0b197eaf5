import { MappedColumn } from "@touchpoint/core/facts"
import { By, Rate } from "@touchpoint/core/metrics"
import { deepPath, listed, Name, nearest, thrownText } from "@touchpoint/core/model"
import { Expr } from "@touchpoint/core/questions"
import { Severity, Suppression } from "@touchpoint/core/rules"
import { Calendar, Zone, FiscalYear } from "@touchpoint/core/time"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { EngineChoice, engineKeysAt, oddEngine, oddPassword, ofOtherEngine } from "./EngineChoice.ts"
import { Funnel, reportKeys } from "./ReportKeys.ts"

/** A cell of a record given in the configuration or by a script. @category config @since 0.1.0 */
export const RecordCell = Schema.Union([Schema.String, Schema.Finite, Schema.Boolean, Schema.Null, Schema.Date])

/**
 * Where facts come from and how they are read: `csv`, `parquet` or `jsonl` (paths, or patterns such as
 * `events/*.parquet`), `duckdb` with `table`, or `rows` (records), `map` columns to fields, `with` constants.
 *
 * @category config
 * @since 0.1.0
 */
export const Source = Schema.Struct({
  csv: Schema.optionalKey(Schema.String),
  /** Read by DuckDB; typed columns are read as if written as text. */
  parquet: Schema.optionalKey(Schema.String),
  /** JSON objects, one per line; read into DuckDB. */
  jsonl: Schema.optionalKey(Schema.String),
  /** A DuckDB database file, opened read-only; `table` names its table. */
  duckdb: Schema.optionalKey(Schema.String),
  /** Name of the table in the database file, or `schema.table`. */
  table: Schema.optionalKey(Schema.String),
  rows: Schema.optionalKey(Schema.Array(Schema.Record(Schema.String, Schema.Union([RecordCell, Schema.Undefined])))),
  /** Name of the source in reports; the path where absent. */
  name: Schema.optionalKey(Schema.String),
  /** Id of the importer, where the key does not say it: `import: acme/survey`, with `path`. */
  import: Schema.optionalKey(Schema.String),
  path: Schema.optionalKey(Schema.String),
  /** Options of the importer: delimiter, encoding … */
  options: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  map: Schema.Record(Schema.String, MappedColumn),
  with: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  zone: Schema.optionalKey(Schema.String),
  absent: Schema.optionalKey(Schema.Array(Schema.String)),
  key: Schema.optionalKey(Schema.Array(Schema.String)),
}).annotate({ identifier: "Source" })
/** @see {@link Source} @category config @since 0.1.0 */
export type Source = typeof Source.Type

const OneOrMany = Schema.Union([Source, Schema.Array(Source)])

const FactSources = Schema.Struct({
  interactions: Schema.optionalKey(OneOrMany),
  contacts: Schema.optionalKey(OneOrMany),
  feedback: Schema.optionalKey(OneOrMany),
  orders: Schema.optionalKey(OneOrMany),
  orderLines: Schema.optionalKey(OneOrMany),
  refunds: Schema.optionalKey(OneOrMany),
  promises: Schema.optionalKey(OneOrMany),
  enquiryEvents: Schema.optionalKey(OneOrMany),
  referrals: Schema.optionalKey(OneOrMany),
  auditItems: Schema.optionalKey(OneOrMany),
  costs: Schema.optionalKey(OneOrMany),
  exposures: Schema.optionalKey(OneOrMany),
  subscriptions: Schema.optionalKey(OneOrMany),
  consents: Schema.optionalKey(OneOrMany),
  populations: Schema.optionalKey(OneOrMany),
  customers: Schema.optionalKey(OneOrMany),
  identities: Schema.optionalKey(OneOrMany),
})

const Request = Schema.Struct({
  id: Schema.String,
  /** The convention of another tool, as far as the parameters given say nothing else: `mixpanel`. */
  preset: Schema.optionalKey(Schema.String),
  /** Dimensions to split by. */
  by: Schema.optionalKey(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  /** Splits time into calendar buckets. */
  every: Schema.optionalKey(Calendar.Grain),
  /** `2018-01`, `2018-Q1`, `2018` … */
  period: Schema.optionalKey(Schema.String),
  where: Schema.optionalKey(Expr),
  /** The baseline group, such as `{ promise: kept }`. */
  versus: Schema.optionalKey(By),
  /** A dimension to split by, each of whose groups is compared with the rest. */
  segment: Schema.optionalKey(Schema.String),
  /**
   * Compares with the period before (`previous`) or the same of the year before (`year-before`), of the period or of each
   * bucket, or each group of the last dimension of `by` with the rest (`rest`).
   */
  compare: Schema.optionalKey(Schema.Literals(["previous", "year-before", "rest"])),
  /** A further dimension by which differences are taken apart, into its parts' own numbers and their sizes. */
  mix: Schema.optionalKey(Schema.String),
  /** The one comparison decided on beforehand, no part of the family of the others. */
  primary: Schema.optionalKey(Schema.Boolean),
})

/** Keys of a request that are no parameters of its metric. */
export const requestKeys: ReadonlyArray<string> = Object.keys(Request.fields)

/** A metric to measure: its id, or its id with parameters and how to split it. @category config @since 0.1.0 */
export const MetricRequest = Schema.Union([
  Schema.String,
  Schema.StructWithRest(Request, [Schema.Record(Schema.String, Schema.Json)]),
])
/** @see {@link MetricRequest} @category config @since 0.1.0 */
export type MetricRequest = typeof MetricRequest.Type

/** `extends` names the preset; everything else is a rule's id with its severity and options. */
const RuleSetting = Schema.Union([
  Schema.Literals(["off", "recommended", "none"]),
  Severity,
  Schema.Tuple([Severity, Schema.Record(Schema.String, Schema.Json)]),
])

const Size = Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))
/** Sizes below which numbers are flagged; those not given keep their defaults, 10 and 30. */
const Policy = Schema.Struct({ insufficient: Size, small: Size })

/** Own attributes of a kind and their types. @category config @since 0.1.0 */
export const AttributeType = Schema.Literals(["text", "number", "integer", "boolean"])

/**
 * A project: the inventory, the facts and what to measure. The same value as a script's argument, as YAML, JSON or
 * TypeScript.
 *
 * @category config
 * @since 0.1.0
 */
export const Config = Schema.Struct({
  title: Schema.optionalKey(Schema.String),
  /** Path of the inventory, or the inventory itself. */
  inventory: Schema.optionalKey(Schema.Union([Schema.String, Schema.Record(Schema.String, Schema.Json)])),
  /** IANA zone in which days, weeks and months are cut. */
  zone: Schema.optionalKey(Zone.Zone),
  weekStart: Schema.optionalKey(Calendar.WeekStart),
  /** Months, quarters and years of whole weeks: `{ weeks: 4-4-5 }`; those of the Gregorian calendar where absent. */
  fiscalYear: Schema.optionalKey(FiscalYear.FiscalYear),
  /** ISO 4217 code of the amounts; without it the only one that orders state, or where they state none, other amounts. */
  currency: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^[A-Z]{3}$/, { message: "expected an ISO 4217 code such as EUR" })),
  ),
  /** What other currencies are worth in it: amounts are converted by these, and refused without. */
  rates: Schema.optionalKey(Schema.Array(Rate)),
  /** All sources are complete up to this day or instant; later rows are rejects. */
  asOf: Schema.optionalKey(Schema.String),
  /** Days that facts may come late by: without `asOf`, sources are complete up to this long before their latest fact. */
  lateDays: Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 366 }))),
  attributes: Schema.optionalKey(Schema.Record(Schema.String, Schema.Record(Schema.String, AttributeType))),
  facts: Schema.optionalKey(FactSources),
  /** What holds and counts the facts; `memory` where absent, unless a source needs DuckDB. */
  engine: Schema.optionalKey(EngineChoice),
  metrics: Schema.optionalKey(Schema.Array(MetricRequest)),
  rules: Schema.optionalKey(Schema.Record(Schema.String, RuleSetting)),
  suppress: Schema.optionalKey(Schema.Array(Suppression)),
  ...reportKeys,
  /** Names shown instead of ids, by what they name: `dimension`, `metric`, or a dimension's own values. */
  names: Schema.optionalKey(Schema.Record(Schema.String, Schema.Record(Schema.String, Name))),
  /** Sizes below which numbers are flagged: `insufficient` is shown and never ranked, `small` a small sample. */
  policy: Schema.optionalKey(Policy),
  /** How p-values of many comparisons are adjusted: `bh` where absent, `holm` for claims that must hold. */
  adjust: Schema.optionalKey(Schema.Literals(["bh", "holm"])),
  /** Groups smaller than this are withheld. */
  minimumCell: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  /** Packages that bring plugins; their export `plugin` is used. */
  plugins: Schema.optionalKey(Schema.Array(Schema.String)),
})
/** @see {@link Config} @category config @since 0.1.0 */
export type Config = typeof Config.Type

/** The configuration cannot be used: every issue with its path. @category errors @since 0.1.0 */
export class ConfigInvalid extends Schema.TaggedError<ConfigInvalid>()("ConfigInvalid", {
  source: Schema.String,
  issues: Schema.Array(Schema.Struct({ path: Schema.String, problem: Schema.String })),
}) {
  override get message(): string {
    const lines = this.issues.map(({ path, problem }) => `${path === "" ? "(whole)" : path}: ${problem}`)
    return `The configuration ${this.source} cannot be used:\n${listed(lines)}`
  }
}

/** One issue of a configuration. */
export const configIssue = (source: string, path: string, problem: string): ConfigInvalid =>
  new ConfigInvalid({ source, issues: [{ path, problem }] })

/** Keys there are where a path ends; `null` where any may be. */
const keysAt = (path: ReadonlyArray<string>): ReadonlyArray<string> | null => {
  const named = path.filter((part) => !/^\d+$/.test(part))
  if (named.length === 1) return Object.keys(Config.fields)
  if (named[0] === "suppress") return Object.keys(Suppression.fields)
  if (named[0] === "policy") return Object.keys(Policy.fields)
  if (named[0] === "funnels" && named.length === 2) return Object.keys(Funnel.fields)
  if (named[0] === "engine") return engineKeysAt(named)
  if (named[0] !== "facts") return null
  if (named.length === 2) return Object.keys(FactSources.fields)
  if (named.length === 3) return Object.keys(Source.fields)
  return named[2] === "map" && named.length === 5 ? Object.keys(MappedColumn.members[1].fields) : null
}

/** What is wrong with the last key of a path, where there is no such key. */
const unknownKey = (path: ReadonlyArray<string>): string | null => {
  const key = path.at(-1) ?? ""
  const known = path.length === 0 ? null : keysAt(path)
  if (known === null || known.includes(key) || /^\d+$/.test(key)) return null
  const near = nearest(key, known)
  return `there is no such key; ${near === undefined ? `there are ${known.join(", ")}` : `did you mean ${near}?`}`
}

/** What is wrong with a cell of a record. */
const oddCell = (path: ReadonlyArray<string>): string | null =>
  path[0] === "facts" && path.at(-3) === "rows"
    ? "a cell is a text, a finite number, a boolean, a valid Date or null; give one of these"
    : null

/** What is wrong with a word of `values`: YAML takes an unquoted 10 for a number. */
const oddWord = (path: ReadonlyArray<string>): string | null =>
  path[0] === "facts" && path.at(-2) === "values"
    ? `a word of values is a text or null; write it in quotes: { ${path.at(-1) ?? ""}: "10" }`
    : null

/** Levels a configuration may nest. */
const NESTING = 200
/** How much of a path that leads too deep is shown. */
const SHOWN = 6

/** Checks a configuration; all issues at once, with "did you mean" for unknown keys. */
export const decodeConfig = (source: string, input: unknown): Effect.Effect<Config, ConfigInvalid> =>
  Effect.suspend(() => {
    const deep = deepPath(input, NESTING)
    return deep === null
      ? decodeShape(source, input)
      : configIssue(
          source,
          `${deep.slice(0, SHOWN).join(".")}…`,
          `it nests more than ${NESTING} levels; a value must not contain itself`,
        )
  }).pipe(
    // A script's value may be anything, even what cannot be read.
    Effect.catchDefect((thrown) => configIssue(source, "", `it cannot be read: ${thrownText(thrown)}`)),
  )

const decodeShape = (source: string, input: unknown): Effect.Effect<Config, ConfigInvalid> =>
  Schema.decodeUnknownEffect(Config, { errors: "all", onExcessProperty: "error" })(input).pipe(
    Effect.mapError(
      (error) =>
        new ConfigInvalid({
          source,
          issues: issuesOf(error.issue, input),
        }),
    ),
  )

/** Issues by their paths, in our words; without those of engines that are not chosen, where there are others. */
const issuesOf = (issue: SchemaIssue.Issue, input: unknown): ConfigInvalid["issues"] => {
  const engine = typeof input === "object" && input !== null && "engine" in input ? input.engine : null
  const all = SchemaIssue.makeFormatterStandardSchemaV1()(issue).issues.map(({ message, path: parts = [] }) => ({
    path: parts.map((part) => String(typeof part === "object" ? part.key : part)),
    message,
  }))
  const strange = all.some(({ path }) => path[0] === "engine") ? oddEngine(engine) : null
  // What has the shape of no engine is told once, and not as every shape it has not.
  if (strange !== null)
    return [{ path: "engine", problem: strange }, ...toldOf(all.filter(({ path }) => path[0] !== "engine"))]
  const own = all.filter(({ message, path }) => !ofOtherEngine(engine, path, message))
  return toldOf(own.length === 0 ? all : own)
}

const toldOf = (
  issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>; readonly message: string }>,
): ConfigInvalid["issues"] =>
  issues.map(({ message, path }) => ({
    path: path.join("."),
    problem: oddPassword(path) ?? unknownKey(path) ?? oddCell(path) ?? oddWord(path) ?? message,
  }))

/** What to say of an id that names nothing: the nearest, and all there are. */
export const noSuch = (what: string, id: string, known: Iterable<string>): string => {
  const ids = [...known]
  const near = nearest(id, ids)
  const hint = near === undefined ? "" : `did you mean ${near}? `
  return `there is no ${what} ${JSON.stringify(id)}; ${hint}there ${ids.length === 0 ? "is none" : `are ${ids.join(", ")}`}`
}
