import type { DimensionValue, Group, Mark, Trails } from "@touchpoint/core/questions"
import { compareGroups } from "@touchpoint/core/questions"
import { bucketOf, evaluate, filtered, holds } from "./evaluate.ts"
import { accrual } from "./folds/accrual.ts"
import { census } from "./folds/census.ts"
import { conformance } from "./folds/conformance.ts"
import { credit } from "./folds/credit.ts"
import { durations } from "./folds/durations.ts"
import { funnel } from "./folds/funnel.ts"
import { paths } from "./folds/paths.ts"
import { pressure } from "./folds/pressure.ts"
import { recurrence } from "./folds/recurrence.ts"
import { referrals } from "./folds/referrals.ts"
import { retention } from "./folds/retention.ts"
import { spells } from "./folds/spells.ts"
import { transitions } from "./folds/transitions.ts"
import { dimensionValue, gather, inSpan } from "./rows.ts"
import type { Counted, Place, Seen } from "./Seen.ts"
import { compareRows, get, type Row, type Value, type World } from "./Row.ts"

/** A fold of the oracle. @category oracle @since 0.2.0 */
export interface NaiveFold {
  // A method, so that folds of all options fit.
  count(units: ReadonlyArray<ReadonlyArray<Seen>>, options: unknown, question: Trails): Counted<unknown>
}

/** The oracle's own folds, by id. @category oracle @since 0.2.0 */
export const naiveFolds: ReadonlyMap<string, NaiveFold> = new Map<string, NaiveFold>([
  ["accrual", { count: accrual }],
  ["conformance", { count: conformance }],
  ["credit", { count: credit }],
  ["durations", { count: durations }],
  ["funnel", { count: funnel }],
  ["paths", { count: paths }],
  ["pressure", { count: pressure }],
  ["recurrence", { count: recurrence }],
  ["referrals", { count: referrals }],
  ["retention", { count: retention }],
  ["spells", { count: spells }],
  ["transitions", { count: transitions }],
  ["test/census", { count: census }],
])

/** The groups of a question about trails, row by row. @category oracle @since 0.2.0 */
export const trailGroups = (world: World, question: Trails): ReadonlyArray<Group> => {
  const rows = question.kinds
    .flatMap(({ kind, where }) => filtered(world, world.rows.get(kind) ?? [], where))
    .filter((row) => get(row, question.unit) !== null)
    .filter((row) => (undatedProfile(row) ? question.span === null : inSpan(question.span, instant(row))))
  const units = gather(rows, (row) => [get(row, question.unit)]).map((unit) =>
    unit.toSorted(compareRows(world)).map((row) => seenOf(world, question, row)),
  )
  const fold = naiveFolds.get(question.fold)
  if (fold === undefined) throw new Error(`the oracle does not know the fold ${question.fold}`)
  return fold
    .count(units, question.options, question)
    .map(([group, state]) => ({ ...group, states: { fold: state } }))
    .toSorted(compareGroups)
}

const undatedProfile = (row: Row): boolean => row.kind === "customer" && get(row, "at") === null

/** An instant, never absent: rows without one are seen nowhere but as profiles. */
const instant = (row: Row): Value => get(row, "at") ?? Number.NaN

const seenOf = (world: World, question: Trails, row: Row): Seen => {
  const value = question.kinds.find(({ kind }) => kind === row.kind)?.value ?? null
  const number = value === null ? null : evaluate(world, row, value)
  return {
    at: undatedProfile(row) ? Number.NEGATIVE_INFINITY : Number(get(row, "at")),
    kind: row.kind,
    marks: new Set(question.marks.filter((mark) => bears(world, row, mark)).map(({ id }) => id)),
    group: placeOf(world, question.open, row),
    value: number === null ? null : Number(number),
    label: (column) => labelOf(world, question, row, column),
  }
}

/** A row's label: what its kind's label says, else the column the fold names. */
const labelOf = (world: World, { kinds }: Trails, row: Row, column: string): string | null => {
  const named = kinds.find(({ kind }) => kind === row.kind)?.label ?? null
  const value = named === null ? get(row, column) : dimensionValue(world, row, named)
  return value === null ? null : String(value)
}

const bears = (world: World, row: Row, { any }: Mark): boolean =>
  any.some(({ kind, when }) => kind === row.kind && (when === null || holds(evaluate(world, row, when))))

const placeOf = (world: World, open: Trails["open"], row: Row): Place | null => {
  const at = get(row, "at")
  if (row.kind !== open.kind || at === null || !inSpan(open.span, at)) return null
  if (filtered(world, [row], open.where).length === 0) return null
  const bucket = open.edges === null ? null : bucketOf(open.edges, at)
  if (open.edges !== null && bucket === null) return null
  return { key: open.by.map((one): DimensionValue => dimensionValue(world, row, one)), bucket }
}
