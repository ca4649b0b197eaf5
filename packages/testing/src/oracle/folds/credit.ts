import type { Credit, CreditOptions, CreditRule } from "@touchpoint/core/questions"
import { compareValues } from "../Row.ts"
import { byGroup, type Counted, type Seen } from "../Seen.ts"
import { durations } from "./histograms.ts"
import { type Journey, journeysOf, labelOf } from "./journeys.ts"

/** The fold `credit`, counted anew. @category oracle @since 0.2.0 */
export const credit = (units: ReadonlyArray<ReadonlyArray<Seen>>, options: CreditOptions): Counted<Credit> => {
  const { conversion, longest, rules } = options
  const conversions = units.flatMap((unit) =>
    journeysOf(unit, { ...options, conversion, start: null }).filter((journey) => journey.conversion !== null),
  )
  return byGroup(conversions, (journey) => journey.conversion?.group ?? null).map(([place, own]) => {
    const counted = (some: ReadonlyArray<Journey>) => ({
      n: some.length,
      value: some.reduce((sum, journey) => sum + (journey.conversion?.value ?? 0), 0),
    })
    const touched = own
      .filter(({ touches }) => touches.length > 0)
      .map(({ conversion: row, touches }) => ({
        value: row?.value ?? 0,
        touches: touches.slice(-longest).map((one) => ({ label: String(labelOf(one)), age: Number(row?.at) - one.at })),
      }))
    const labels = [...new Set(touched.flatMap(({ touches }) => touches.map(({ label }) => label)))].toSorted((a, b) =>
      compareValues(a, b),
    )
    return [
      place,
      {
        conversions: counted(own),
        unattributed: counted(own.filter(({ touches }) => touches.length === 0)),
        valued: own.filter((journey) => (journey.conversion?.value ?? null) !== null).length,
        cut: own.filter(({ touches }) => touches.length > longest).length,
        labels: labels.map((label) => {
          const all = touched.flatMap(({ touches }) => touches.filter((one) => one.label === label))
          return {
            label,
            touches: all.length,
            conversions: touched.filter(({ touches }) => touches.some((one) => one.label === label)).length,
            ages: durations(all.map(({ age }) => age)),
          }
        }),
        rules: rules.map((rule) =>
          labels.map((label) => {
            const credits = touched.map(({ touches, value }) => {
              const shares = sharesOf(touches, rule)
              return { value, part: total(shares.filter((_, i) => touches[i]?.label === label)) }
            })
            return {
              label,
              credit: total(credits.map(({ part }) => part)),
              squares: total(credits.map(({ part }) => part ** 2)),
              value: total(credits.map(({ part, value }) => part * value)),
              valueSquares: total(credits.map(({ part, value }) => (part * value) ** 2)),
            }
          }),
        ),
      },
    ] as const
  })
}

const total = (numbers: ReadonlyArray<number>): number => numbers.reduce((sum, one) => sum + one, 0)

/** Weights as shares of their sum; alike where they sum to nothing. */
const normal = (weights: ReadonlyArray<number>): ReadonlyArray<number> =>
  weights.map((weight) => (total(weights) === 0 ? 1 / weights.length : weight / total(weights)))

interface Touch {
  readonly label: string
  readonly age: number
}

const sharesOf = (touches: ReadonlyArray<Touch>, rule: CreditRule): ReadonlyArray<number> => {
  const only = (place: number) => touches.map((_, i) => Number(i === place))
  const isFirst = ({ label }: Touch, i: number) => touches.findIndex((one) => one.label === label) === i
  const last = touches.length - 1
  switch (rule.rule) {
    case "first":
      return only(0)
    case "last":
      return only(last)
    case "last-non-direct": {
      const place = touches.findLastIndex(({ label }) => !rule.direct.includes(label))
      return only(place < 0 ? last : place)
    }
    case "linear":
      return normal(touches.map(() => 1))
    case "linear-unique":
      return normal(touches.map((one, i) => Number(isFirst(one, i))))
    case "participation":
      return touches.map((one, i) => Number(isFirst(one, i)))
    case "position":
      return last === 0
        ? [1]
        : normal(
            touches.map((_, i) =>
              i === 0 ? rule.first : i === last ? rule.last : rule.between / (touches.length - 2),
            ),
          )
    case "time-decay": {
      const ages = touches.map(({ age }) => (rule.step > 0 ? rule.step * Math.floor(age / rule.step) : age))
      return normal(ages.map((age) => 2 ** ((Math.min(...ages) - age) / rule.halfLife)))
    }
  }
}
