import * as Schema from "effect/Schema"
import { Milliseconds } from "../journeys.ts"
import { MARKS } from "../marks.ts"

/** A step of a planned journey. @category folds @since 0.2.0 */
export const PlannedStep = Schema.Struct({
  /** Mark of the rows that are this step. */
  mark: Schema.String,
  /** Mark of the rows that came by the planned channel; `null`: any channel is right. */
  channel: Schema.NullOr(Schema.String),
  /** Whether the journey is only kept with it. */
  required: Schema.Boolean,
  /** Milliseconds in which it should come, the last one included; `null`: it is never late. */
  within: Schema.NullOr(Milliseconds),
  /** From when that counts: the start of the attempt, or the last of the steps before it that had come. */
  since: Schema.Literals(["start", "previous"]),
})
/** @see {@link PlannedStep} @category folds @since 0.2.0 */
export type PlannedStep = typeof PlannedStep.Type

/** Options of the fold `conformance`. @category folds @since 0.2.0 */
export const ConformanceOptions = Schema.Struct({
  /** In the order planned; one mark may be several steps. */
  steps: Schema.Array(PlannedStep).check(Schema.isMinLength(1), Schema.isMaxLength(MARKS)),
  /** Mark of the opening rows that each begin an attempt and end the one before; `null`: one from the first on. */
  start: Schema.NullOr(Schema.String),
  /** Milliseconds an attempt lasts, the last one included; `null`: to the end of the trail. */
  within: Schema.NullOr(Milliseconds),
  /** Up to when facts are complete: attempts that have had less time than `within` are immature. `null`: all are mature. */
  asOf: Schema.NullOr(Schema.Finite),
})
/** @see {@link ConformanceOptions} @category folds @since 0.2.0 */
export type ConformanceOptions = typeof ConformanceOptions.Type

/** A step without further conditions. @category folds @since 0.2.0 */
export const plannedStep = (mark: string, conditions: Partial<PlannedStep> = {}): PlannedStep => ({
  mark,
  channel: null,
  required: true,
  within: null,
  since: "previous",
  ...conditions,
})

/** What is wrong with options for these marks; `null` where nothing is. */
export const conformanceProblem = (
  { start, steps }: ConformanceOptions,
  marks: ReadonlyArray<string>,
): string | null => {
  const unknown = [start, ...steps.flatMap(({ channel, mark }) => [mark, channel])].find(
    (mark) => mark !== null && !marks.includes(mark),
  )
  return typeof unknown === "string" ? `there is no mark ${JSON.stringify(unknown)}` : null
}
