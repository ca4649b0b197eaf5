import * as Schema from "effect/Schema"

const Milliseconds = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
const MarkId = Schema.NullOr(Schema.String)

/** Options of the fold `durations`. @category folds @since 0.2.0 */
export const DurationOptions = Schema.Struct({
  /** Mark of what begins a duration where none runs. */
  start: Schema.String,
  /** Mark of what ends the one that runs. */
  stop: Schema.String,
  /** Mark of what begins one anew, also in place of the one that runs; of `whole` ones it takes back the end. */
  restart: MarkId,
  /** Mark of what gives up the one that runs: its end will never be known. */
  drop: MarkId,
  /** Marks between which the clock stands still. */
  pause: MarkId,
  resume: MarkId,
  /**
   * `every` duration; `first-stopped`: of each unit the first that was ended, or the last where none was; `whole`: one of
   * each unit, from its first start to the first end after the last restart; what is dropped, before its start too, stays
   * so.
   */
  count: Schema.Literals(["every", "first-stopped", "whole"]),
  /** Neighbouring rows of one label are one: only a row of another label ends it. */
  collapse: Schema.Boolean,
  /**
   * Which clock runs: the first of those whose mark the starting row bears, a `null` mark being borne by all. `open` are
   * edges that open and close in turn; `null`: it always runs.
   */
  clocks: Schema.Array(Schema.Struct({ mark: MarkId, open: Schema.NullOr(Schema.Array(Schema.Finite)) })),
  /** Milliseconds in which a duration should end, the last one included. */
  targets: Schema.Array(Milliseconds),
  /** Up to when facts are complete; `null`: how long an open one lasts already is not known. */
  asOf: Schema.NullOr(Schema.Finite),
})
/** @see {@link DurationOptions} @category folds @since 0.2.0 */
export type DurationOptions = typeof DurationOptions.Type

/** What most questions want: nothing but a start and a stop, by the wall clock. @category folds @since 0.2.0 */
export const durationDefaults = {
  restart: null,
  drop: null,
  pause: null,
  resume: null,
  count: "every",
  collapse: false,
  clocks: [{ mark: null, open: null }],
  targets: [],
} as const satisfies Partial<DurationOptions>

/** What is wrong with options for these marks; `null` where nothing is. */
export const problemOf = (
  { clocks, drop, pause, restart, resume, start, stop }: DurationOptions,
  marks: ReadonlyArray<string>,
): string | null => {
  const named = [start, stop, restart, drop, pause, resume, ...clocks.map(({ mark }) => mark)]
  const unknown = named.find((id) => id !== null && !marks.includes(id))
  if (unknown !== undefined) return `there is no mark ${JSON.stringify(unknown)}`
  if (clocks.at(-1)?.mark !== null) return "the last clock must have no mark: it is that of all other rows"
  if (pause !== null && resume === null) return "what pauses needs a mark to resume"
  const falling = clocks.some(({ open }) => (open ?? []).some((edge, i, all) => i > 0 && edge <= (all[i - 1] ?? edge)))
  return falling ? "the edges of a clock must ascend" : null
}
