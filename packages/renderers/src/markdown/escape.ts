import { plain } from "../speech/plain.ts"

const entities: Readonly<Partial<Record<string, string>>> = {
  "&": "&amp;",
  "<": "&lt;",
  // GitHub looks for @names and addresses in the text it has read, entities included: a space without width parts them.
  "@": "&#64;&#8203;",
}

/** A text as inert Markdown on one line: no markup, no HTML, no links, no cells. The only place where text becomes Markdown. */
export const escape = (text: string): string =>
  plain(text)
    .trim()
    .replaceAll(/[\\`*_[\]<>|~$#&@]/g, (mark) => entities[mark] ?? `\\${mark}`)
    // What GitHub would make a link of by itself.
    .replaceAll("://", "\\://")
    .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
    // What would begin a list, a heading or a rule where it stands first.
    .replace(/^([-+])(?=\s|$)|^([-=])(?=[-=\s]*$)/, "\\$1$2")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2")

/** A text as code; whatever it holds ends neither the code nor the cell it stands in. */
export const code = (text: string): string => {
  const inert = plain(text).trim().replaceAll("`", "ˋ").replaceAll("|", "¦")
  return inert === "" ? "" : `\`${inert}\``
}

/** Rows of cells as a table; figures stand at the right. */
export const table = (
  headers: ReadonlyArray<{ readonly text: string; readonly right: boolean }>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
): string => {
  const line = (cells: ReadonlyArray<string>) => `| ${cells.map((cell) => (cell === "" ? " " : cell)).join(" | ")} |`
  return [
    line(headers.map(({ text }) => escape(text))),
    `| ${headers.map(({ right }) => (right ? "---:" : "---")).join(" | ")} |`,
    ...rows.map(line),
  ].join("\n")
}
