import type { Fold, Group, Running, Trail, Trails } from "@touchpoint/core/questions"
import { numbersOf } from "../chunks.ts"
import type { Chunk } from "../Session.ts"
import type { Place } from "./layout.ts"

/** A fold at work on columns of a stream of sorted rows: unit and instant come first, and the kind where there are several. */
export interface Walk {
  readonly question: Trails
  readonly fold: Fold
  readonly options: unknown
  readonly label: Place
  readonly marks: Place
  readonly group: Place
  /** Place of the values in a chunk. */
  readonly value: number | null
  readonly labels: ReadonlyArray<string>
  readonly groups: ReadonlyArray<Pick<Group, "key" | "bucket">>
  /** Whether groups that no row opens in are left out. */
  readonly sparse: boolean
}

const UNIT = 0
const AT = 1
const KIND = 2

interface Buffers {
  readonly unit: Int32Array
  readonly at: Float64Array
  readonly kind: Uint8Array
  readonly integers: ReadonlyMap<Place, Int32Array>
  /** Values by their place in a chunk. */
  readonly doubles: ReadonlyMap<number, Float64Array>
}

/** Takes sorted rows chunk by chunk and hands them to folds unit by unit; only a unit that is not whole yet is kept. */
export const walkTrails = (walks: ReadonlyArray<Walk>, severalKinds: boolean) => {
  const integers = new Set(walks.flatMap(({ group, label, marks }) => [label, marks, group]))
  const doubles = new Set(walks.flatMap(({ value }) => (value === null ? [] : [value])))
  let capacity = 8192
  let size = 0
  const allocate = (rows: number): Buffers => ({
    unit: new Int32Array(rows),
    at: new Float64Array(rows),
    kind: new Uint8Array(rows),
    integers: new Map(
      [...integers].map((place) => {
        const column = new Int32Array(rows)
        return [place, "constant" in place ? column.fill(place.constant) : column] as const
      }),
    ),
    doubles: new Map([...doubles].map((place) => [place, new Float64Array(rows)] as const)),
  })
  let buffers = allocate(capacity)
  const running = walks.map(({ fold, groups, labels, options, question }): Running<unknown> =>
    fold.run(options, {
      labels,
      groups,
      marks: question.marks.map(({ id }) => id),
      kinds: question.kinds.map(({ kind }) => kind),
    }),
  )
  const opened = walks.map(({ group, groups, sparse }) =>
    sparse ? { group, seen: new Uint8Array(groups.length + 1) } : null,
  )
  const trails = walks.map((): { -readonly [K in keyof Trail]: Trail[K] } => ({
    from: 0,
    to: 0,
    at: buffers.at,
    kind: buffers.kind,
    label: new Int32Array(0),
    marks: new Int32Array(0),
    group: new Int32Array(0),
    value: null,
  }))
  const attach = () => {
    for (const [i, walk] of walks.entries()) {
      const trail = trails[i]
      if (trail === undefined) continue
      trail.at = buffers.at
      trail.kind = buffers.kind
      trail.label = buffers.integers.get(walk.label) ?? trail.label
      trail.marks = buffers.integers.get(walk.marks) ?? trail.marks
      trail.group = buffers.integers.get(walk.group) ?? trail.group
      trail.value = walk.value === null ? null : (buffers.doubles.get(walk.value) ?? null)
    }
  }
  attach()
  const hand = (from: number, to: number) => {
    for (const [i, trail] of trails.entries()) {
      trail.from = from
      trail.to = to
      running[i]?.unit(trail)
    }
  }
  /** Hands over all units that are whole; the last may go on in the next chunk. */
  const flush = (last: boolean) => {
    const { unit } = buffers
    let from = 0
    for (let row = 1; row < size; row++)
      if (unit[row] !== unit[row - 1]) {
        hand(from, row)
        from = row
      }
    if (last) {
      if (from < size) hand(from, size)
      size = 0
      return
    }
    if (from === 0) return
    for (const column of columnsOf(buffers)) column.copyWithin(0, from, size)
    size -= from
  }
  const grow = (rows: number) => {
    while (capacity < rows) capacity *= 2
    const grown = allocate(capacity)
    const [old, into] = [columnsOf(buffers), columnsOf(grown)]
    for (const [i, column] of into.entries()) column.set(old[i]?.subarray(0, size) ?? [])
    buffers = grown
    attach()
  }
  return {
    chunk: (chunk: Chunk): void => {
      const rows = chunk.rowCount
      if (size + rows > capacity) flush(false)
      if (size + rows > capacity) grow(size + rows)
      buffers.unit.set(numbersOf(chunk, UNIT), size)
      buffers.at.set(numbersOf(chunk, AT), size)
      if (severalKinds) buffers.kind.set(numbersOf(chunk, KIND), size)
      for (const [place, column] of buffers.integers)
        if ("column" in place) unpack(numbersOf(chunk, place.column), place, column, size, rows)
      for (const [place, column] of buffers.doubles) column.set(numbersOf(chunk, place), size)
      for (const one of opened) if (one !== null) look(buffers.integers.get(one.group), one.seen, size, rows)
      size += rows
    },
    finish: (): ReadonlyArray<ReadonlyArray<Group>> => {
      flush(true)
      return walks.map(({ groups }, i) => {
        const states = running[i]?.finish() ?? []
        return groups.flatMap((group, code): ReadonlyArray<Group> => {
          const state = states[code]
          return state === undefined || opened[i]?.seen[code + 1] === 0 ? [] : [{ ...group, states: { fold: state } }]
        })
      })
    },
  }
}

const unpack = (
  numbers: ArrayLike<number>,
  { low, mask, shift }: Extract<Place, { readonly column: number }>,
  into: Int32Array,
  from: number,
  rows: number,
): void => {
  for (let row = 0; row < rows; row++) into[from + row] = (((numbers[row] as number) >>> shift) & mask) + low
}

/** Notes which groups rows open in; the first place is for those that open in none. */
const look = (group: Int32Array | undefined, seen: Uint8Array, from: number, rows: number): void => {
  if (group === undefined) return
  for (let row = from; row < from + rows; row++) seen[(group[row] as number) + 1] = 1
}

const columnsOf = ({ at, doubles, integers, kind, unit }: Buffers) => [
  unit,
  at,
  kind,
  ...integers.values(),
  ...doubles.values(),
]
