import * as Schema from "effect/Schema"
import { Measurement } from "../metrics/Measurement.ts"
import { Passport } from "../metrics/Passport.ts"
import { SourceReport } from "../facts/SourceReport.ts"
import { Phase } from "../model/Stage.ts"
import { Finding, Severity, Subject } from "../rules/Finding.ts"
import { Message } from "../rules/Message.ts"
import { Grain } from "../time/Calendar.ts"
import { Reported } from "../time/Period.ts"

/**
 * The few numbers a reader should see first. Where they carry `versus.period`, it is the change to the previous period,
 * which `changeOf` puts into a word. `better` and `trends` are in the order of the numbers: which direction is good, and
 * one small trend, empty where there is none.
 *
 * @category blocks
 * @since 0.1.0
 */
export const KeyFigures = Schema.Struct({
  type: Schema.Literal("key-figures"),
  measurements: Schema.Array(Measurement),
  better: Schema.Array(Schema.Literals(["higher", "lower", "neutral"])),
  trends: Schema.Array(Schema.Array(Measurement)),
})

/** A paragraph. @category blocks @since 0.1.0 */
export const Paragraph = Schema.Struct({ type: Schema.Literal("paragraph"), text: Message })

/** One metric by groups: a dot with its interval per group, and a reference line where one helps. @category blocks @since 0.1.0 */
export const DotPlot = Schema.Struct({
  type: Schema.Literal("dot-plot"),
  title: Message,
  measurements: Schema.Array(Measurement),
  reference: Schema.NullOr(Measurement),
})

/** One metric over time, one line per group: a line with band; partial periods are hollow. @category blocks @since 0.1.0 */
export const Trend = Schema.Struct({
  type: Schema.Literal("trend"),
  title: Message,
  measurements: Schema.Array(Measurement),
})

/** Measurements as rows, with n, interval, comparison and caveats. @category blocks @since 0.1.0 */
export const MeasurementTable = Schema.Struct({
  type: Schema.Literal("measurement-table"),
  caption: Message,
  measurements: Schema.Array(Measurement),
})

/**
 * A touchpoint on the map of the journey: how it is rated, how it keeps its promises, how often it is met, what was
 * found about it. `null` is not measured, never nothing.
 *
 * @category blocks
 * @since 0.2.0
 */
export const MappedTouchpoint = Schema.Struct({
  id: Schema.String,
  /** Id of one of the map's stages. */
  stage: Schema.String,
  /** Id of one of the map's lanes. */
  lane: Schema.String,
  party: Schema.NullOr(Schema.String),
  status: Schema.String,
  score: Schema.NullOr(Measurement),
  promise: Schema.NullOr(Measurement),
  interactions: Schema.NullOr(Schema.Finite),
  /** About the touchpoint itself, and about the party it was given to. */
  findings: Schema.Array(Schema.Struct({ rule: Schema.String, severity: Severity, subject: Subject })),
})
/** @see {@link MappedTouchpoint} @category blocks @since 0.2.0 */
export type MappedTouchpoint = typeof MappedTouchpoint.Type

/** The journey: stages from left to right, lanes (modes of touchpoints) from top to bottom. @category blocks @since 0.2.0 */
export const JourneyMap = Schema.Struct({
  type: Schema.Literal("journey-map"),
  title: Message,
  /** In the order of the journey; stages without a touchpoint stay, since a gap is something to see. */
  stages: Schema.Array(Schema.Struct({ id: Schema.String, phase: Phase })),
  lanes: Schema.Array(Schema.Struct({ id: Schema.String })),
  touchpoints: Schema.Array(MappedTouchpoint),
})
/** @see {@link JourneyMap} @category blocks @since 0.2.0 */
export type JourneyMap = typeof JourneyMap.Type

/**
 * Steps of an attempt and how many reach them. The first step is where attempts begin: its share is 1, its `n` the
 * attempts.
 *
 * @category blocks
 * @since 0.2.0
 */
export const Funnel = Schema.Struct({
  type: Schema.Literal("funnel"),
  title: Message,
  id: Schema.String,
  steps: Schema.Array(
    Schema.Struct({
      /** A key of the report's names of steps, else the id of a touchpoint. */
      label: Schema.String,
      /** Share of the attempts that reach this step. */
      overall: Measurement,
      /** Share of those at the step before that reach this one; `null` for the first. */
      relative: Schema.NullOr(Measurement),
    }),
  ),
})
/** @see {@link Funnel} @category blocks @since 0.2.0 */
export type Funnel = typeof Funnel.Type

/** Who began in one period, and how many of them came back in each period after it. @category blocks @since 0.2.0 */
export const Cohorts = Schema.Struct({
  type: Schema.Literal("cohorts"),
  title: Message,
  rows: Schema.Array(
    Schema.Struct({
      period: Schema.NullOr(Reported),
      n: Schema.Finite,
      /** One per column; `null` where that period is not over for the cohort, so that nothing can be said. */
      cells: Schema.Array(Schema.NullOr(Measurement)),
    }),
  ),
  /** How many periods after the first. */
  columns: Schema.Array(Schema.Int),
  every: Grain,
})
/** @see {@link Cohorts} @category blocks @since 0.2.0 */
export type Cohorts = typeof Cohorts.Type

/** How many have each value, and the cap they should stay below. @category blocks @since 0.2.0 */
export const Histogram = Schema.Struct({
  type: Schema.Literal("histogram"),
  title: Message,
  /** What the counts count: `customer`. */
  unitOfN: Schema.String,
  /** By value; values without a count may be left out. */
  bins: Schema.Array(Schema.Struct({ value: Schema.Finite, count: Schema.Finite })),
  cap: Schema.NullOr(Schema.Finite),
  /** The number that sums the histogram up: the share over the cap. */
  measurement: Measurement,
})
/** @see {@link Histogram} @category blocks @since 0.2.0 */
export type Histogram = typeof Histogram.Type

/**
 * A change of sales taken apart: customers × orders of each × revenue of each order. Amounts are minor units of the
 * currency; the effects of the factors add up to the change of the revenue, their shares to its growth. Credit is
 * arithmetic and no cause.
 *
 * @category blocks
 * @since 0.2.0
 */
export const Growth = Schema.Struct({
  type: Schema.Literal("growth"),
  title: Message,
  /** The growth that is taken apart. */
  measurement: Measurement,
  /** The period before. */
  previous: Reported,
  currency: Schema.String,
  revenue: Schema.Struct({ before: Schema.Finite, now: Schema.Finite }),
  factors: Schema.Array(
    Schema.Struct({
      factor: Schema.Literals(["customers", "frequency", "orderValue"]),
      before: Schema.Finite,
      now: Schema.Finite,
      effect: Schema.Finite,
      share: Schema.Finite,
    }),
  ),
})
/** @see {@link Growth} @category blocks @since 0.2.0 */
export type Growth = typeof Growth.Type

/**
 * How a report begins: what was found in one line, and the gravest of it, whose whole stands among the findings.
 *
 * @category blocks
 * @since 0.2.0
 */
export const Verdict = Schema.Struct({ type: Schema.Literal("verdict"), text: Message, gravest: Schema.Array(Finding) })

/** What the rules found, gravest first. @category blocks @since 0.1.0 */
export const Findings = Schema.Struct({ type: Schema.Literal("findings"), findings: Schema.Array(Finding) })

/** What became of the rows of every source. @category blocks @since 0.1.0 */
export const Sources = Schema.Struct({ type: Schema.Literal("sources"), sources: Schema.Array(SourceReport) })

/** How every number is defined. @category blocks @since 0.1.0 */
export const Definitions = Schema.Struct({
  type: Schema.Literal("definitions"),
  passports: Schema.Array(Schema.Struct({ definition: Schema.String, passport: Passport })),
})

/** Plugins and metrics that failed; the rest of the report is whole. @category blocks @since 0.1.0 */
export const Failures = Schema.Struct({
  type: Schema.Literal("failures"),
  failures: Schema.Array(Schema.Struct({ owner: Schema.String, problem: Schema.String })),
})

/** A block that holds no other. @category blocks @since 0.1.0 */
export const Leaf = Schema.Union([
  Verdict,
  KeyFigures,
  Paragraph,
  DotPlot,
  Trend,
  MeasurementTable,
  JourneyMap,
  Funnel,
  Cohorts,
  Histogram,
  Growth,
  Findings,
  Sources,
  Definitions,
  Failures,
])
/** @see {@link Leaf} @category blocks @since 0.1.0 */
export type Leaf = typeof Leaf.Type

/** A titled part of the report. @category blocks @since 0.1.0 */
export const Section = Schema.Struct({ type: Schema.Literal("section"), title: Message, blocks: Schema.Array(Leaf) })
/** @see {@link Section} @category blocks @since 0.1.0 */
export type Section = typeof Section.Type

/** Everything a report is made of. Renderers match over all of it. @category blocks @since 0.1.0 */
export const Block = Schema.Union([Section, Leaf])
/** @see {@link Block} @category blocks @since 0.1.0 */
export type Block = typeof Block.Type
