const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" })

const ESCAPE = "\u001B"
/** What styles write; texts from outside hold none of it. */
const STYLE = new RegExp(`${ESCAPE}\\[[\\d;]*m`, "g")
const PLAIN = /^[\u0020-\u007E\u00A0-\u02FF\u0370-\u052F]*$/u
/** Characters of two columns: scripts of the East, their full forms and punctuation, pictures. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u3000-\u303E\u30FB\u30FC\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]/u
/** What asks for the picture of a character that is a sign else. */
const PICTURED = "\uFE0F"
/** Characters of no column of their own: marks that sit on others, and what only formats. */
const NARROW = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]*$/u

/** Columns a terminal gives a text: two to a wide character, none to a combining one or a style. */
export const widthOf = (text: string): number => {
  const bare = text.includes(ESCAPE) ? text.replaceAll(STYLE, "") : text
  return PLAIN.test(bare) ? bare.length : graphemes(bare).reduce((sum, grapheme) => sum + columns(grapheme), 0)
}

const graphemes = (text: string): ReadonlyArray<string> => Array.from(segmenter.segment(text), ({ segment }) => segment)

const columns = (grapheme: string): number =>
  NARROW.test(grapheme) ? 0 : WIDE.test(grapheme) || grapheme.includes(PICTURED) ? 2 : 1

/** A text filled up with spaces to a width; longer ones stay. */
export const pad = (text: string, width: number, side: "left" | "right" = "left"): string => {
  const space = " ".repeat(Math.max(0, width - widthOf(text)))
  return side === "left" ? `${text}${space}` : `${space}${text}`
}

/** The beginning of a text that fits, and the rest. */
const cut = (text: string, width: number): readonly [string, string] => {
  let [taken, used] = ["", 0]
  for (const grapheme of graphemes(text)) {
    if (used + columns(grapheme) > width && taken !== "") break
    taken += grapheme
    used += columns(grapheme)
  }
  return [taken, text.slice(taken.length)]
}

/** Lines of a text without styles that fit a width: broken between words, and inside words that fit no line. */
export const wrap = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  // A space that does not break holds figure and unit together.
  for (let word of text.split(/ +/)) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) <= width) {
      line = `${line} ${word}`
      continue
    }
    if (line !== "") lines.push(line)
    while (widthOf(word) > width) {
      const [head, rest] = cut(word, width)
      if (rest === "") break
      lines.push(head)
      word = rest
    }
    line = word
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line]
}
