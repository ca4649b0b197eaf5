import { percentage } from "./markup.ts"

/** Width of the narrowest lane, of a character of a label, and of the margin beside a lane, in pixels. */
const LANE = 290
const CHARACTER = 6.4
const MARGIN = 14

/** How far, in characters, a label at an end of a lane has to move to stay on a narrow page; negative to the left. */
export const shiftOf = (at: number, text: string): number => {
  const half = (text.length * CHARACTER) / 2
  const [left, right] = [half - at * LANE - MARGIN, half - (1 - at) * LANE - MARGIN]
  return left > 0 ? half / CHARACTER : right > 0 ? -half / CHARACTER : 0
}

/** Class and style of a label over a place of a lane. */
export const placed = (at: number, text: string): { readonly edge: string; readonly left: string } => {
  const shift = shiftOf(at, text)
  return { edge: shift > 0 ? "start" : shift < 0 ? "end" : "", left: `left:${percentage(at)}` }
}
