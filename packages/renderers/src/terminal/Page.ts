import type { Voice } from "@touchpoint/core/report"
import { plain } from "../speech/plain.ts"
import type { Paint, Style } from "./paint.ts"
import { widthOf, wrap } from "./width.ts"

/** What blocks are written on: a voice, a width, and colours or none. */
export interface Page {
  readonly voice: Voice
  readonly width: number
  readonly paint: Paint
}

/** Lines of a block. */
export type Lines = ReadonlyArray<string>

/** Columns beyond which a line of prose is hard to read. */
const PROSE = 100

/**
 * A text as lines of one style, behind a first mark and an indent as wide as it. The only place where a text from
 * outside becomes prose.
 */
export const prose = ({ paint, width }: Page, text: string, style: Style | null = null, mark = ""): Lines => {
  const indent = " ".repeat(widthOf(mark))
  const inner = Math.max(8, Math.min(width, PROSE) - widthOf(mark))
  return wrap(plain(text).trim(), inner).map(
    (line, i) => `${i === 0 ? mark : indent}${style === null ? line : paint(style, line)}`,
  )
}

/** Numbered notes below a picture or table. */
export const noteLines = (page: Page, sentences: ReadonlyArray<string>): Lines =>
  sentences.flatMap((sentence, i) => prose(page, sentence, "dim", page.paint("dim", `${i + 1} `)))

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

/** Numbers of notes as they stand behind a figure: `¹·²`. */
export const raised = (numbers: ReadonlyArray<number>): string =>
  numbers.map((n) => [...String(n)].map((digit) => RAISED[Number(digit)] ?? "").join("")).join("·")
