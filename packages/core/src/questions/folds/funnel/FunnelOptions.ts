import * as Schema from "effect/Schema"
import { MARKS } from "../marks.ts"

const Milliseconds = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
const Step = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: MARKS }))

/** Options of the fold `funnel`. @category folds @since 0.2.0 */
export const FunnelOptions = Schema.Struct({
  /** Marks of the steps, in order. */
  steps: Schema.Array(Schema.String).check(Schema.isMinLength(1), Schema.isMaxLength(MARKS)),
  /**
   * `sequential`: other rows may lie between steps. `strict`: none but of steps that were reached. `any`: steps count in
   * whatever order they come.
   */
  order: Schema.Literals(["sequential", "strict", "any"]),
  /**
   * Rows of one instant, or up to `tolerance` apart. `sequence`: the order of the trail decides. `either`: they count in
   * both orders. `distinct`: a step has to come later than that.
   */
  ties: Schema.Literals(["sequence", "either", "distinct"]),
  /** Milliseconds; 0 with `sequence`. */
  tolerance: Milliseconds,
  /**
   * Of each unit: its first attempt; the longest, of those that are over where any is (`best`) or of all (`furthest`);
   * or every one.
   */
  attempt: Schema.Literals(["first", "best", "furthest", "every"]),
  /** Milliseconds from the first step in which all others have to come, the last one included; `null` for ever. */
  within: Schema.NullOr(Milliseconds),
  /** Milliseconds from step to step, one fewer than steps; none where empty. */
  windows: Schema.Array(Schema.NullOr(Milliseconds)),
  /** Marks that end an attempt between two steps, counted from 1. */
  exclude: Schema.Array(Schema.Struct({ mark: Schema.String, after: Step, before: Step })),
  /** Up to when facts are complete: attempts that have had less time are immature. `null`: all are mature. */
  asOf: Schema.NullOr(Schema.Finite),
})
/** @see {@link FunnelOptions} @category folds @since 0.2.0 */
export type FunnelOptions = typeof FunnelOptions.Type

/** The usual funnel, to be completed with `steps`. @category folds @since 0.2.0 */
export const funnelDefaults: Omit<FunnelOptions, "steps"> = {
  order: "sequential",
  ties: "sequence",
  tolerance: 0,
  attempt: "first",
  within: 604_800_000,
  windows: [],
  exclude: [],
  asOf: null,
}

/**
 * Milliseconds after its first step from which on an attempt cannot change: the window of the whole, or those of the
 * steps together; `null` where there is none.
 *
 * @category folds
 * @since 0.2.0
 */
export const funnelHorizon = ({ windows, within }: Pick<FunnelOptions, "windows" | "within">): number | null => {
  const steps = windows.length === 0 ? Infinity : windows.reduce<number>((sum, window) => sum + (window ?? Infinity), 0)
  const horizon = Math.min(within ?? Infinity, steps)
  return horizon === Infinity ? null : horizon
}

/** What contradicts itself in options, or names no mark. */
export const funnelProblem = (options: FunnelOptions, marks: ReadonlyArray<string>): string | null => {
  const { exclude, order, steps, ties, tolerance, windows } = options
  const unknown = [...steps, ...exclude.map(({ mark }) => mark)].find((mark) => !marks.includes(mark))
  if (unknown !== undefined) return `there is no mark ${JSON.stringify(unknown)}`
  if (windows.length > 0 && windows.length !== steps.length - 1)
    return `${steps.length} steps have ${steps.length - 1} windows between them, not ${windows.length}`
  if (exclude.some(({ after, before }) => after >= before || before > steps.length))
    return "exclude.after has to be a step before exclude.before"
  if (ties === "sequence" && tolerance > 0) return "a tolerance says nothing where the sequence decides"
  if (order !== "any") return null
  if (windows.length > 0 || exclude.length > 0) return "steps in any order have no windows and nothing between them"
  return new Set(steps).size < steps.length ? "steps in any order have to differ" : null
}
