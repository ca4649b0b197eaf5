import * as Schema from "effect/Schema"
import { Measurement } from "../metrics/Measurement.ts"
import { Passport } from "../metrics/Passport.ts"
import { SourceReport } from "../facts/SourceReport.ts"
import { Finding } from "../rules/Finding.ts"
import { Message } from "../rules/Message.ts"

/** The few numbers a reader should see first. @category blocks @since 0.1.0 */
export const KeyFigures = Schema.Struct({
  type: Schema.Literal("key-figures"),
  measurements: Schema.Array(Measurement),
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
  KeyFigures,
  Paragraph,
  DotPlot,
  Trend,
  MeasurementTable,
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
