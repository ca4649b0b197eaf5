import { type Fold, makeFold } from "@touchpoint/core/questions"
import * as Schema from "effect/Schema"

/** State of {@link census}. @category fuzz @since 0.2.0 */
export interface Census {
  readonly units: number
  readonly rows: number
  readonly marks: number
  readonly values: number
  readonly sum: number
  readonly waits: number
  readonly labels: ReadonlyArray<readonly [string, number]>
}

/** Options of {@link census}: opening rows count from the first row that bears a mark on. @category fuzz @since 0.2.0 */
export interface CensusOptions {
  readonly after: string | null
}

/**
 * A fold as a plugin would bring it: it reads every column of a trail and counts the opening rows.
 *
 * @category fuzz
 * @since 0.2.0
 */
export const census: Fold<Census, CensusOptions> = makeFold({
  id: "test/census",
  version: 1,
  label: "source",
  options: Schema.Struct({ after: Schema.NullOr(Schema.String) }),
  axes: ["unit"],
  schema: Schema.Struct({
    units: Schema.Int,
    rows: Schema.Int,
    marks: Schema.Int,
    values: Schema.Int,
    sum: Schema.Finite,
    waits: Schema.Finite,
    labels: Schema.Array(Schema.Tuple([Schema.String, Schema.Int])),
  }),
  empty: (): Census => ({ units: 0, rows: 0, marks: 0, values: 0, sum: 0, waits: 0, labels: [] }),
  merge: (a, b) => {
    const labels = new Map(a.labels)
    for (const [label, n] of b.labels) labels.set(label, (labels.get(label) ?? 0) + n)
    return {
      units: a.units + b.units,
      rows: a.rows + b.rows,
      marks: a.marks + b.marks,
      values: a.values + b.values,
      sum: a.sum + b.sum,
      waits: a.waits + b.waits,
      labels: [...labels].toSorted(([x], [y]) => (x < y ? -1 : 1)),
    }
  },
  problem: ({ after }, { marks }) => (after === null || marks.includes(after) ? null : `there is no mark ${after}`),
  run: ({ after }: CensusOptions, { groups, kinds, labels, marks }) => {
    const bit = after === null ? -1 : marks.indexOf(after)
    const states = groups.map(() => ({ units: 0, rows: 0, marks: 0, values: 0, sum: 0, waits: 0 }))
    const counts = groups.map(() => new Map<string, number>())
    return {
      unit: ({ at, from, group, kind, label, marks: borne, to, value }) => {
        const met = new Set<number>()
        let counting = bit < 0
        for (let row = from; row < to; row++) {
          counting ||= ((borne[row] as number) & (1 << bit)) !== 0
          const code = group[row] as number
          const state = states[code]
          if (!counting || state === undefined) continue
          met.add(code)
          state.rows++
          for (let bits = borne[row] as number; bits !== 0; bits &= bits - 1) state.marks++
          const number = value === null ? Number.NaN : (value[row] as number)
          if (!Number.isNaN(number)) {
            state.values++
            state.sum += number
          }
          const before = row === from ? (at[row] as number) : (at[row - 1] as number)
          if (before !== Number.NEGATIVE_INFINITY) state.waits += (at[row] as number) - before
          const named = labels[label[row] as number]
          if (named === undefined) continue
          const key = `${named}/${kinds[kind[row] as number]}`
          counts[code]?.set(key, (counts[code].get(key) ?? 0) + 1)
        }
        for (const code of met) (states[code] as { units: number }).units++
      },
      finish: () =>
        states.map((state, code) =>
          state.units === 0
            ? undefined
            : { ...state, labels: [...(counts[code] ?? [])].toSorted(([x], [y]) => (x < y ? -1 : 1)) },
        ),
    }
  },
})

/** Folds beside the shipped ones that random questions ask for; an engine under test is given them. @category fuzz @since 0.2.0 */
export const customFolds: ReadonlyArray<Fold> = [census]
