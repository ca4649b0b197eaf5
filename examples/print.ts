// How the examples print: tables whose columns stand one under the other, shares with their intervals, times in words.
import type { Share } from "@touchpoint/core/analyses"

/** Lines of cells as a table: the first column to the left, the others to the right. */
export const table = (...lines: ReadonlyArray<ReadonlyArray<string | number>>): void => {
  const cells = lines.map((line) => line.map(String))
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)))
  for (const line of cells)
    console.log(
      `  ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ")}`.trimEnd(),
    )
}

/** `53.3 %`; a dash where nothing honest can be said. */
export const percent = (share: number | null | undefined, digits = 1): string =>
  share === null || share === undefined ? "–" : `${(share * 100).toFixed(digits)} %`

/** `53.3 % (51.7 … 54.9)`: the share with its interval of 95 %. */
export const sure = (share: Pick<Share, "interval" | "value"> | null | undefined, digits = 1): string => {
  const side = (x: number | null) => (x === null ? "" : (x * 100).toFixed(digits))
  if (share?.interval === null || share?.interval === undefined) return percent(share?.value, digits)
  return `${percent(share.value, digits)} (${side(share.interval.low)} … ${side(share.interval.high)})`
}

/** `+7.9 points (3.4 … 12.5)`: a difference of shares. */
export const points = ({
  difference,
  interval,
}: {
  readonly difference: number | null
  readonly interval: Share["interval"]
}): string =>
  difference === null
    ? "–"
    : `${difference > 0 ? "+" : ""}${sure({ value: difference, interval }).replace(" %", " points")}`

/** `p` or `q` as papers print it. */
export const chance = (p: number | null | undefined): string =>
  p === null || p === undefined ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3)

const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
] as const

/** `1.6 min`, `3.4 d`: in the largest unit of which it is at least one. */
export const time = (ms: number | null | undefined): string => {
  if (ms === null || ms === undefined) return "–"
  const [size, unit] = UNITS.find(([one]) => ms >= one) ?? [1000, "s"]
  return `${(ms / size).toFixed(1)} ${unit}`
}

/** What a reader has to know, one line each. */
export const notes = (caveats: ReadonlyArray<{ readonly id: string; readonly data?: object }>): void => {
  for (const { data, id } of caveats) {
    const said = Object.entries(data ?? {}).map(([name, value]) => `${name} ${value}`)
    console.log(`  note: ${[id, ...said].join(", ")}`)
  }
}
