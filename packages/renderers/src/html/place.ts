import { percentage } from "./markup.ts"

/** Width of the narrowest lane, of a character of a label, and of the margin beside a lane, in pixels. */
const LANE = 290
const CHARACTER = 6.4
const MARGIN = 10

/** How much wider a large label is. */
const LARGE = 1.4

/** How far, in characters, a label at an end of a lane has to move to stay on a narrow page; negative to the left. */
const shiftOf = (at: number, text: string, large = false): number => {
  const half = (text.length * CHARACTER * (large ? LARGE : 1)) / 2
  const [left, right] = [half - at * LANE - MARGIN, half - (1 - at) * LANE - MARGIN]
  return left > 0 ? half / CHARACTER : right > 0 ? -half / CHARACTER : 0
}

/** Class and style of a label over a place of a lane. */
export const placed = (at: number, text: string, large = false): { readonly edge: string; readonly left: string } => {
  const shift = shiftOf(at, text, large)
  return { edge: shift > 0 ? "start" : shift < 0 ? "end" : "", left: `left:${percentage(at)}` }
}

/** Characters that labels have room for in the narrowest lane, in a wide one, and in one of several panels. */
export const NARROW = LANE / CHARACTER
export const PANEL = 220 / CHARACTER
export const WIDE = 2 * NARROW

/** A text at a place of a lane. */
interface Label {
  readonly at: number
  readonly text: string
}

/**
 * The least multiple of `step` at which labels keep apart where there is room for so many characters; they are counted
 * from the last, unless it is said which stay.
 */
export const stepFor = (
  labels: ReadonlyArray<Label>,
  room: number,
  step: number,
  stays = (i: number, every: number): boolean => (labels.length - 1 - i) % every === 0,
): number => {
  for (let wanted = step; wanted < labels.length; wanted += step) {
    const kept = labels.filter((_, i) => stays(i, wanted))
    const clear = kept.every((label, i) => {
      const next = kept[i + 1]
      return next === undefined || (next.at - label.at) * room + overhang(next, -1) - overhang(label, 1) >= 1.5
    })
    if (clear) return wanted
  }
  return Math.ceil(Math.max(labels.length, 1) / step) * step
}

/** How far from its place, in characters, a label reaches to a side. */
const overhang = ({ at, text }: Label, side: -1 | 1): number => shiftOf(at, text) + (side * text.length) / 2
