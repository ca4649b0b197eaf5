import type { Retention, RetentionOptions } from "@touchpoint/core/questions"
import { bucketOf } from "../evaluate.ts"
import { byGroup, type Counted, type Place, type Seen } from "../Seen.ts"

interface Member {
  readonly group: Place
  /** Indices at which the unit returned; `null` where it entered outside the edges. */
  readonly returns: ReadonlyArray<number> | null
  readonly over: (index: number) => boolean
}

/** The fold `retention`, counted anew. @category oracle @since 0.2.0 */
export const retention = (units: ReadonlyArray<ReadonlyArray<Seen>>, options: RetentionOptions): Counted<Retention> => {
  const members = units.flatMap((unit): ReadonlyArray<Member> => {
    const entered = unit.findIndex(({ marks }) => marks.has(options.entry))
    const entry = unit[entered]
    if (entry === undefined || entry.group === null) return []
    const returns = unit.slice(entered).filter(({ marks }) => marks.has(options.return))
    const indexOf = indexFrom(options, entry.at)
    return [
      {
        group: entry.group,
        returns: indexOf === null ? null : returns.map(({ at }) => indexOf(at)),
        over: (index) => isOver(options, entry.at, index),
      },
    ]
  })
  return byGroup(members, ({ group }) => group).map(([place, own]) => [place, stateOf(options, own)])
}

const floored = (floor: number, at: number): number => (floor === 0 ? at : at - (((at % floor) + floor) % floor))

const indexFrom = ({ clock }: RetentionOptions, entry: number): ((at: number) => number) | null => {
  if (clock.kind === "elapsed")
    return (at) => Math.floor((floored(clock.floor, at) - floored(clock.floor, entry)) / clock.length)
  const start = bucketOf(clock.edges, entry)
  // Later than the last edge is later than every index.
  return start === null ? null : (at) => (bucketOf(clock.edges, at) ?? Infinity) - start
}

/** Whether the last instant of an index is known. */
const isOver = ({ asOf, clock }: RetentionOptions, entry: number, index: number): boolean => {
  const end =
    clock.kind === "elapsed"
      ? floored(clock.floor, entry) + (index + 1) * clock.length
      : clock.edges[Number(bucketOf(clock.edges, entry)) + index + 1]
  return end !== undefined && (asOf === null || end - 1 <= asOf)
}

const stateOf = ({ bracket, count }: RetentionOptions, all: ReadonlyArray<Member>): Retention => {
  const members = all.flatMap(({ over, returns }) => (returns === null ? [] : [{ over, returns }]))
  const counted = (index: number, test: (returned: number) => boolean) => {
    const mature = members.filter(({ over }) => over(index))
    return { n: mature.length, x: mature.filter(({ returns }) => returns.some(test)).length }
  }
  return {
    members: members.length,
    outside: all.length - members.length,
    indices: Array.from({ length: count }, (_, index) => {
      const { n, x } = counted(index, (returned) => returned === index)
      return { n, on: x, onOrAfter: counted(index, (returned) => returned >= index).x }
    }),
    bracket:
      bracket === null ? null : counted(bracket[1] - 1, (returned) => bracket[0] <= returned && returned < bracket[1]),
  }
}
