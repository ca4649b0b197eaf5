import type { Measurement } from "@touchpoint/core/metrics"
import { type Axis, onAxis } from "./scale.ts"

/** A value with its interval, drawn in characters: `··├──●──┤··`. */
export const intervalPicture = (
  axis: Axis,
  m: Measurement,
  value: number,
  reference: number | null,
  width: number,
): string => {
  const place = (x: number) => Math.round(axis.at(x) * (width - 1))
  const drawn = Array.from({ length: width }, () => "·")
  if (reference !== null) drawn[place(reference)] = "┆"
  if (m.interval !== null && (m.interval.low !== null || m.interval.high !== null)) {
    const [low, high] = onAxis(axis, m.interval)
    const [from, to] = [low === null ? 0 : place(low), high === null ? width - 1 : place(high)]
    drawn.fill("─", from, to + 1)
    drawn[from] = low === null ? "◄" : "├"
    drawn[to] = high === null ? "►" : "┤"
  }
  const dot = m.period?.complete === false ? "○" : "●"
  drawn[place(value)] = { within: dot, below: "◄", above: "►" }[axis.side(value)]
  return drawn.join("")
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const

/** A bar of a share of a width, to an eighth of a character; more than nothing is never nothing. */
export const bar = (share: number, width: number): string => {
  const eighths = Math.round(Math.max(0, Math.min(1, share)) * width * 8)
  const text = `${"█".repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ""}`
  return text === "" && share > 0 ? "▏" : text
}

const LEVELS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const

/** Values as columns of one character each; a hole where there is none. Empty for fewer than two values. */
export const sparkline = (values: ReadonlyArray<number | null>): string => {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return ""
  const [low, high] = [Math.min(...known), Math.max(...known)]
  return values
    .map((value) =>
      value === null ? "·" : (LEVELS[high === low ? 3 : Math.round(((value - low) / (high - low)) * 7)] ?? ""),
    )
    .join("")
}
