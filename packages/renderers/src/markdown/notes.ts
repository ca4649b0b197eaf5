import { type Notes } from "@touchpoint/core/report"
import { escape } from "./escape.ts"

/** Numbers of notes as they stand behind a figure or caption. */
export const marks = (numbers: ReadonlyArray<number>): string =>
  numbers.length === 0 ? "" : ` <sup>${numbers.join(", ")}</sup>`

/** Sentences of notes as a numbered list; nothing where there are none. */
export const notesList = ({ sentences }: Notes): ReadonlyArray<string> =>
  sentences.length === 0 ? [] : [sentences.map((text, i) => `${i + 1}. ${escape(text)}`).join("\n")]
