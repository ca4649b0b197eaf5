import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Trails } from "../Trails.ts"
import type { Fold } from "./Fold.ts"
import { accrual } from "./accrual/index.ts"
import { conformance } from "./conformance/index.ts"
import { credit } from "./credit/index.ts"
import { durations } from "./durations/index.ts"
import { funnel } from "./funnel/index.ts"
import { misfit } from "./misfit.ts"
import { paths } from "./paths/index.ts"
import { pressure } from "./pressure/index.ts"
import { recurrence } from "./recurrence/index.ts"
import { referrals } from "./referrals/index.ts"
import { retention } from "./retention/index.ts"
import { spells } from "./spells/index.ts"
import { transitions } from "./transitions/index.ts"

/** Folds by id. @category folds @since 0.2.0 */
export type Folds = ReadonlyMap<string, Fold>

/** The shipped folds by id. @category folds @since 0.1.0 */
export const folds: Folds = new Map<string, Fold>(
  [
    accrual,
    conformance,
    credit,
    durations,
    funnel,
    paths,
    pressure,
    recurrence,
    referrals,
    retention,
    spells,
    transitions,
  ].map((fold: Fold) => [fold.id, fold]),
)

/** The shipped folds and others; one of a shipped id takes its place. @category folds @since 0.2.0 */
export const withFolds = (others: Iterable<Fold>): Folds =>
  new Map([...folds, ...[...others].map((fold) => [fold.id, fold] as const)])

/** A fold with the options a question gives it. @category folds @since 0.2.0 */
export interface OpenFold<State = unknown, Options = unknown> {
  readonly fold: Fold<State, Options>
  readonly options: Options
}

/**
 * The fold a question names, with its options decoded; a text says why it has none. Every engine finds folds by this.
 *
 * @category folds
 * @since 0.2.0
 */
export const openFold = (
  question: Pick<Trails, "fold" | "options" | "marks" | "kinds">,
  known: Folds = folds,
): Result.Result<OpenFold, string> => {
  const fold = known.get(question.fold)
  if (fold === undefined)
    return Result.fail(
      `there is no fold ${JSON.stringify(question.fold)}; known are ${[...known.keys()].join(", ")}. ` +
        "A fold of a plugin has to be given to the engine",
    )
  const options = Schema.decodeUnknownResult(fold.options, { errors: "all" })(question.options)
  if (Result.isFailure(options)) return Result.fail(misfit(fold.id, options.failure))
  const problem = fold.problem?.(options.success, {
    marks: question.marks.map(({ id }) => id),
    kinds: question.kinds.map(({ kind }) => kind),
  })
  return typeof problem === "string"
    ? Result.fail(`the options of fold ${fold.id} do not fit: ${problem}`)
    : Result.succeed({ fold, options: options.success })
}
