import type { Conformance, ConformanceOptions, PlannedStep } from "@touchpoint/core/questions"
import { compareValues } from "../Row.ts"
import { byGroup, type Counted, type Place, type Seen } from "../Seen.ts"

/** What became of the rows of an attempt. */
interface Replayed {
  /** By step: the row that was it, and how many steps had come before in the plan's order. */
  readonly done: ReadonlyMap<number, { readonly row: Seen; readonly late: boolean; readonly outOfOrder: boolean }>
  readonly repeated: ReadonlyArray<number>
  readonly unplanned: ReadonlyArray<string>
}

/** The fold `conformance`, counted anew. @category oracle @since 0.2.0 */
export const conformance = (
  units: ReadonlyArray<ReadonlyArray<Seen>>,
  { asOf, start, steps, within }: ConformanceOptions,
): Counted<Conformance> => {
  const attempts = units.flatMap((unit) =>
    byGroup([...unit.keys()], (i) => unit[i]?.group ?? null).flatMap(([place, rows]) => {
      const opens = start === null ? rows.slice(0, 1) : rows.filter((i) => unit[i]?.marks.has(start))
      return opens.map((from, k): { place: Place; rows: ReadonlyArray<Seen> } => ({
        place,
        rows: unit.slice(from, opens[k + 1] ?? unit.length),
      }))
    }),
  )
  return byGroup(attempts, ({ place }) => place).map(([place, own]) => {
    const startOf = (rows: ReadonlyArray<Seen>) => Number(rows[0]?.at)
    const mature = own.filter(({ rows }) => asOf === null || within === null || startOf(rows) + within <= asOf)
    const replayed = mature.map(({ rows }) =>
      replay(
        rows.filter(({ at }) => within === null || at - startOf(rows) <= within),
        steps,
        startOf(rows),
      ),
    )
    const conforms = ({ done }: Replayed, k: number) => {
      const one = done.get(k)
      return one !== undefined && !one.late && !one.outOfOrder && !isWrong(one.row, steps[k] as PlannedStep)
    }
    const isKept = (one: Replayed) => steps.every(({ required }, k) => !required || conforms(one, k))
    const isPerfect = (one: Replayed) =>
      isKept(one) &&
      one.unplanned.length + one.repeated.length === 0 &&
      steps.every((_, k) => !one.done.has(k) || conforms(one, k))
    const required = steps.flatMap((step, k) => (step.required ? [k] : []))
    const count = (test: (one: Replayed) => boolean) => replayed.filter(test).length
    const labels = [...new Set(replayed.flatMap(({ unplanned }) => unplanned))]
    return [
      place,
      {
        attempts: mature.length,
        immature: own.length - mature.length,
        kept: count(isKept),
        perfect: count(isPerfect),
        steps: steps.map((step, k) => ({
          done: count(({ done }) => done.has(k)),
          outOfOrder: count(({ done }) => done.get(k)?.outOfOrder === true),
          wrongChannel: count(({ done }) => done.has(k) && isWrong(done.get(k)?.row as Seen, step)),
          late: count(({ done }) => done.get(k)?.late === true),
          conforming: count((one) => conforms(one, k)),
          repeated: replayed.flatMap(({ repeated }) => repeated.filter((one) => one === k)).length,
        })),
        conforming: Array.from({ length: required.length + 1 }, (_, n) =>
          count((one) => required.filter((k) => conforms(one, k)).length === n),
        ),
        unplanned: labels
          .toSorted((a, b) => compareValues(a, b))
          .map((label) => ({
            label,
            rows: replayed.flatMap(({ unplanned }) => unplanned.filter((one) => one === label)).length,
            attempts: count(({ unplanned }) => unplanned.includes(label)),
          })),
      },
    ] as const
  })
}

const isWrong = ({ marks }: Seen, { channel }: PlannedStep): boolean => channel !== null && !marks.has(channel)

const replay = (rows: ReadonlyArray<Seen>, steps: ReadonlyArray<PlannedStep>, started: number): Replayed => {
  const done = new Map<number, { row: Seen; late: boolean; outOfOrder: boolean }>()
  const [repeated, unplanned]: [Array<number>, Array<string>] = [[], []]
  for (const row of rows) {
    const may = steps.flatMap(({ mark }, k) => (row.marks.has(mark) ? [k] : []))
    const label = row.label("touchpoint")
    if (may.length === 0) {
      if (label !== null) unplanned.push(label)
      continue
    }
    // The furthest step that came in its place.
    const furthest = Math.max(-1, ...[...done].filter(([, { outOfOrder }]) => !outOfOrder).map(([k]) => k))
    const free = may.filter((k) => !done.has(k))
    const k = free.find((one) => one > furthest) ?? free[0]
    const step = steps[k ?? -1]
    if (k === undefined || step === undefined) {
      repeated.push(may[0] as number)
      continue
    }
    const before = [...done].filter(([one]) => one < k).map(([, one]) => one.row.at)
    const since = step.since === "start" ? started : Math.max(started, ...before)
    done.set(k, { row, outOfOrder: k < furthest, late: step.within !== null && row.at - since > step.within })
  }
  return { done, repeated, unplanned }
}
