import { logCounter } from "../../../moments/LogHistogram.ts"
import { type Fold, type FoldContext, makeFold, type Running, type Trail } from "../Fold.ts"
import { journeys, type Touches } from "../journeys.ts"
import { PathOptions, type PathTransform } from "./PathOptions.ts"
import { emptyPaths, mergePaths, type Paths, PathsSchema } from "./Paths.ts"
import { PathTree } from "./PathTree.ts"

export { pathDefaults, PathOptions, PathTransform } from "./PathOptions.ts"
export { Path } from "./Path.ts"
export type { Paths } from "./Paths.ts"
export type { KeptPaths } from "./PathTree.ts"

/**
 * Which paths journeys took, and how many of them ended with a conversion.
 *
 * **Details**
 *
 * A journey is a unit's touches, the rows with a label, in order: all of them, or those up to each row that converts and
 * what is left after the last. With `conversion` it belongs to the group of the row that ends it, a conversion or its last
 * touch, and else to that of its first touch; where that row cannot open, it does not count.
 *
 * **Gotchas**
 *
 * Without a conversion for `lookBack` or `gap`, whichever is shorter, a journey is decided; until then it is open. With
 * neither, all are decided at the end of the facts.
 *
 * @category folds
 * @since 0.2.0
 */
export const paths: Fold<Paths, PathOptions> = makeFold({
  id: "paths",
  version: 1,
  label: "touchpoint",
  options: PathOptions,
  axes: ["unit"],
  schema: PathsSchema,
  empty: ({ most }: PathOptions): Paths => emptyPaths(most),
  merge: mergePaths,
  problem: ({ conversion, start, touch }: PathOptions, { marks }) => {
    const unknown = [conversion, start, touch].find((mark) => mark !== null && !marks.includes(mark))
    return typeof unknown === "string" ? `there is no mark ${JSON.stringify(unknown)}` : null
  },
  run: (options: PathOptions, context) => running(options, context),
})

/** What is counted of one group. */
interface Counts {
  readonly tree: PathTree
  any: boolean
  open: number
  cut: number
  touches: number
  readonly elapsed: ReturnType<typeof logCounter>
}

const running = (options: PathOptions, { groups, labels, marks }: FoldContext): Running<Paths> => {
  const { asOf, conversion, gap, keep, longest, lookBack, most, reuse, start, touch, transform } = options
  const bitOf = (mark: string | null) => (mark === null ? 0 : 1 << marks.indexOf(mark))
  const patience = Math.min(gap ?? Number.POSITIVE_INFINITY, lookBack ?? Number.POSITIVE_INFINITY)
  const counts = groups.map((): Counts => ({
    tree: new PathTree(most, labels),
    any: false,
    open: 0,
    cut: 0,
    touches: 0,
    elapsed: logCounter(),
  }))
  const write = writer(transform)
  const path = { codes: new Int32Array(longest), length: 0, cut: false }
  const journey = ({ at, group, label, value }: Trail, rows: Int32Array, touches: Touches) => {
    const { from, to } = touches
    const converted = touches.conversion >= 0
    const last = converted ? touches.conversion : (rows[to - 1] as number)
    const own = counts[group[conversion === null ? (rows[from] as number) : last] as number]
    if (own === undefined) return
    own.any = true
    if (!converted && asOf !== null && (at[last] as number) + patience > asOf && patience < Number.POSITIVE_INFINITY) {
      own.open++
      return
    }
    own.touches += to - from
    write(path, keep, rows, label, from, to)
    if (path.cut) own.cut++
    const worth = converted && value !== null ? (value[last] as number) : Number.NaN
    own.tree.add(path.codes, path.length, 1, converted ? 1 : 0, worth === worth ? worth : 0)
    if (converted && to > from) own.elapsed.add((at[last] as number) - (at[rows[from] as number] as number))
  }
  return {
    unit: journeys(
      {
        gap,
        lookBack,
        reuse,
        converts: bitOf(conversion),
        starts: bitOf(start),
        touch: touch === null ? -1 : bitOf(touch),
      },
      journey,
    ),
    finish: () =>
      counts.map(({ any, cut, elapsed, open, touches, tree }) =>
        any ? { ...tree.state(), most, open, cut, touches, elapsed: elapsed.state() } : undefined,
      ),
  }
}

/** A path as it is written: the first `length` codes. */
interface Written {
  readonly codes: Int32Array
  length: number
  cut: boolean
}

type Write = (
  out: Written,
  keep: PathOptions["keep"],
  rows: Int32Array,
  label: Int32Array,
  from: number,
  to: number,
) => void

const writer = (transform: PathTransform): Write => (transform === "first" ? writeFirst : writeRuns(transform))

/** Only as much of a long journey is read as its path has room for. */
const writeRuns =
  (transform: "unique" | "exposure"): Write =>
  (out, keep, rows, label, from, to) => {
    const { codes } = out
    const step = keep === "first" ? 1 : -1
    let last = -1
    out.length = 0
    out.cut = false
    for (let i = keep === "first" ? from : to - 1; i >= from && i < to; i += step) {
      const code = label[rows[i] as number] as number
      if (transform === "exposure" && code === last) continue
      last = code
      if (out.length === codes.length) {
        out.cut = true
        break
      }
      codes[out.length++] = code
    }
    if (keep === "last") codes.subarray(0, out.length).reverse()
  }

const writeFirst: Write = (out, keep, rows, label, from, to) => {
  const { codes } = out
  const met = new Set<number>()
  for (let i = from; i < to; i++) met.add(label[rows[i] as number] as number)
  const all = [...met]
  const own = keep === "first" ? all.slice(0, codes.length) : all.slice(-codes.length)
  codes.set(own)
  out.length = own.length
  out.cut = own.length < all.length
}
