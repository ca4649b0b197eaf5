import type { PathOptions, Paths } from "@touchpoint/core/questions"
import { md5 } from "@noble/hashes/legacy.js"
import { bytesToHex } from "@noble/hashes/utils.js"
import { compareValues } from "../Row.ts"
import { gather } from "../rows.ts"
import { byGroup, type Counted, type Seen } from "../Seen.ts"
import { durations } from "./histograms.ts"
import { type Journey, journeysOf, labelOf } from "./journeys.ts"

/** The fold `paths`, counted anew. @category oracle @since 0.2.0 */
export const paths = (units: ReadonlyArray<ReadonlyArray<Seen>>, options: PathOptions): Counted<Paths> => {
  const { asOf, conversion, gap, keep, longest, lookBack, most, transform } = options
  const lastOf = ({ touches, ...journey }: Journey) => journey.conversion ?? (touches.at(-1) as Seen)
  const anchor = (journey: Journey) => (conversion === null ? (journey.touches[0] as Seen) : lastOf(journey))
  const patience = Math.min(...[gap, lookBack].filter((one) => one !== null))
  const isOpen = (journey: Journey) =>
    journey.conversion === null && asOf !== null && patience < Infinity && lastOf(journey).at + patience > asOf
  const spelled = ({ touches }: Journey) => {
    const labels = touches.map((row) => String(labelOf(row)))
    if (transform === "exposure") return labels.filter((label, i) => i === 0 || label !== labels[i - 1])
    return transform === "first" ? labels.filter((label, i) => labels.indexOf(label) === i) : labels
  }
  const written = (journey: Journey) =>
    keep === "first" ? spelled(journey).slice(0, longest) : spelled(journey).slice(-longest)
  const counted = (all: ReadonlyArray<Journey>) => ({
    journeys: all.length,
    converted: all.filter((journey) => journey.conversion !== null).length,
    value: all.reduce((sum, journey) => sum + (journey.conversion?.value ?? 0), 0),
  })
  return byGroup(
    units.flatMap((unit) => journeysOf(unit, options)),
    (journey) => anchor(journey).group,
  ).map(([place, own]) => {
    const closed = own.filter((journey) => !isOpen(journey))
    const walked = gather(closed, (journey) => [JSON.stringify(written(journey))]).map((same) => ({
      path: written(same[0] as Journey),
      same,
    }))
    const kept = (thinned: number) => walked.filter(({ path }) => bitsOf(path).endsWith("0".repeat(thinned)))
    let thinned = 0
    while (kept(thinned).length > most) thinned++
    const left = kept(thinned)
    const converted = closed.filter(({ conversion: row, touches }) => row !== null && touches.length > 0)
    return [
      place,
      {
        paths: left
          .toSorted((a, b) => comparePaths(a.path, b.path))
          .map(({ path, same }) => ({ path, ...counted(same) })),
        others: counted(walked.filter((one) => !left.includes(one)).flatMap(({ same }) => same)),
        thinned,
        most,
        open: own.length - closed.length,
        cut: closed.filter((journey) => spelled(journey).length > longest).length,
        touches: closed.reduce((sum, { touches }) => sum + touches.length, 0),
        elapsed: durations(converted.map((journey) => lastOf(journey).at - Number(journey.touches[0]?.at))),
      },
    ] as const
  })
}

/** The first four bytes of a path's MD5, as bits. */
const bitsOf = (path: ReadonlyArray<string>): string =>
  Number.parseInt(bytesToHex(md5(new TextEncoder().encode(path.join("\u001F")))).slice(0, 8), 16)
    .toString(2)
    .padStart(32, "0")

const comparePaths = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): number =>
  a.map((label, i) => (i < b.length ? compareValues(label, b[i] as string) : 1)).find((order) => order !== 0) ??
  a.length - b.length
