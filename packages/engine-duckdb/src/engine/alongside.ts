import { LimitExceeded, QuestionInvalid } from "@touchpoint/core/engine"
import {
  and,
  type Answer,
  column,
  compareGroups,
  type Fold,
  type Group,
  makeFold,
  type Measure,
  merge,
  not,
  present,
  type Question,
  type State,
  type Tally,
  trails,
  type Trails,
} from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Held, Reason } from "./Ground.ts"

/** Rows and units of one label. */
type Counts = readonly [label: string | null, rows: number, units: number]

/**
 * A tally that is counted while the same rows are walked for other questions: to tell units apart, SQL keeps a set of
 * them for every group, and a walk, which meets the rows of one unit together, only the last one.
 */
export interface Alongside {
  readonly trails: Trails
  /** The fold it is counted by; it is known to this walk alone. */
  readonly fold: Fold
  /** What the walk does not meet: rows without the unit. */
  readonly rest: Tally
  /** The answer, of the groups that were walked and the answer to the rest. */
  readonly answer: (walked: ReadonlyArray<Group>, rest: Answer, maximum: number) => Result.Result<Answer, Reason>
}

/** Counts rows and units by the group in which each row opens, and by its label. */
const counting = (label: string | null) =>
  makeFold<ReadonlyArray<Counts>, {}>({
    id: label === null ? "counts" : `counts of ${label}`,
    version: 1,
    label,
    options: Schema.Struct({}),
    axes: ["unit"],
    schema: Schema.Array(Schema.Tuple([Schema.NullOr(Schema.String), Schema.Int, Schema.Int])),
    empty: () => [],
    // Its states live as long as one walk.
    merge: (left, right) => [...left, ...right],
    run: (_, { groups, labels }) => {
      // One label more: none.
      const width = labels.length + 1
      const rows = new Float64Array(groups.length * width)
      const units = new Float64Array(groups.length * width)
      const seen = new Int32Array(groups.length * width)
      let unit = 0
      return {
        unit: ({ from, group, label: names, to }) => {
          unit++
          for (let i = from; i < to; i++) {
            const code = group[i] as number
            if (code < 0) continue
            const place = code * width + (names[i] as number) + 1
            ;(rows[place] as number)++
            if (seen[place] === unit) continue
            seen[place] = unit
            ;(units[place] as number)++
          }
        },
        finish: () =>
          groups.map((_group, code) =>
            Array.from({ length: width }, (_none, l): Counts => {
              const place = code * width + l
              return [labels[l - 1] ?? null, rows[place] ?? 0, units[place] ?? 0]
            }).filter(([, met]) => met > 0),
          ),
      }
    },
  })

/** How a tally is counted alongside a walk; `null` where it takes SQL. */
export const alongside = ({ tables }: Held, question: Tally): Alongside | null => {
  const { by, edges, kind, measures, span, where } = question
  const table = tables.get(kind)
  const asked = Object.entries(measures)
  const [unit] = asked.flatMap(([, measure]) => (measure.stat === "units" ? [measure.of] : []))
  const [first] = by
  const label = first === undefined ? null : "of" in first && first.of.op === "column" ? first.of.column : undefined
  const isText = (name: string) => table?.kind.fields[name]?.type === "text"
  if (
    table === undefined ||
    unit === undefined ||
    label === undefined ||
    by.length > 1 ||
    !isText(unit) ||
    (label !== null && !isText(label)) ||
    !asked.every(([, measure]) => counts(measure, unit)) ||
    question.pick.take !== "all" ||
    question.among !== null ||
    question.clock !== "at" ||
    // Profiles have a place in a trail also without a time, and weights are no rows.
    kind === "customer" ||
    table.columns.has("weight") ||
    // Rows without a time have none.
    (edges === null && span === null && table.kind.fields["at"]?.required !== true)
  )
    return null
  const fold = counting(label)
  const nameless = not(present(column(unit)))
  return {
    fold,
    trails: trails(fold, {}, { kinds: [{ kind, where }], unit, span, open: { edges } }),
    rest: { ...question, where: where === null ? nameless : and(where, nameless) },
    answer: (walked, rest, maximum) => {
      const groups = walked
        .flatMap(({ bucket, states }) =>
          (states as { readonly fold: ReadonlyArray<Counts> }).fold.map(([name, rows, units]): Group => ({
            key: first === undefined ? [] : [name],
            bucket,
            states: Object.fromEntries(
              asked.map(([id, { stat }]): [string, State] => [
                id,
                stat === "units" ? { n: units } : { n: rows, w: rows },
              ]),
            ),
          })),
        )
        .toSorted(compareGroups)
      const whole = Result.mapError(
        merge<Question>({ version: 1, question, groups }, { ...rest, question }),
        ({ message }) => new QuestionInvalid({ problem: message }),
      )
      return Result.flatMap(whole, (answer) =>
        answer.groups.length > maximum
          ? Result.fail(new LimitExceeded({ limit: "groups", allowed: maximum, found: answer.groups.length }))
          : Result.succeed(answer),
      )
    },
  }
}

const counts = (measure: Measure, unit: string): boolean =>
  measure.where === undefined && (measure.stat === "count" || (measure.stat === "units" && measure.of === unit))
