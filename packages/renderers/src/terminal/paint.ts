/** What a piece of text is; a terminal with colours shows it. */
export type Style =
  | "heading"
  | "strong"
  | "dim"
  | "good"
  | "bad"
  | "warning"
  | "accent"
  | "shade1"
  | "shade2"
  | "shade3"
  | "shade4"
  | "shade5"

/**
 * Parameters of the sequence that selects each style. The sixteen named colours follow the reader's own theme; shades
 * name both colours, so that they are readable on any.
 */
const SEQUENCES: Readonly<Record<Style, string>> = {
  heading: "1",
  strong: "1",
  dim: "2",
  good: "32",
  bad: "31",
  warning: "33",
  accent: "36",
  shade1: "38;5;16;48;5;195",
  shade2: "38;5;16;48;5;153",
  shade3: "38;5;16;48;5;111",
  shade4: "38;5;231;48;5;62",
  shade5: "38;5;231;48;5;18",
}

/** Puts a text into a style. */
export type Paint = (style: Style, text: string) => string

/** The paint of a terminal with colours, or of one without. */
export const paintOf =
  (colors: boolean): Paint =>
  (style, text) =>
    colors && text !== "" ? `\u001B[${SEQUENCES[style]}m${text}\u001B[0m` : text
