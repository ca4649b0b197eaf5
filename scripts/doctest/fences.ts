export interface Fence {
  readonly file: string
  /** Line of the first line of code, from 1. */
  readonly line: number
  readonly code: string
  /** `ts norun`: checked, not run. */
  readonly run: boolean
}

/** The comments of a TypeScript file, every other line blank, so that line numbers stay. */
const comments = (text: string): string => {
  let inside = false
  return text
    .split("\n")
    .map((line) => {
      if (!inside) {
        inside = /^\s*\/\*\*(?!.*\*\/)/.test(line)
        return ""
      }
      if (line.includes("*/")) {
        inside = false
        return ""
      }
      return line.replace(/^\s*\* ?/, "")
    })
    .join("\n")
}

/**
 * Every ```` ```ts ```` fence of a Markdown page, or of the doc comments of a module.
 *
 * `ts nocheck` is prose and left alone. `ts norun` is checked by the compiler and not run.
 */
export const fencesOf = (file: string, text: string): ReadonlyArray<Fence> => {
  const lines = (file.endsWith(".ts") ? comments(text) : text).split("\n")
  const fences: Array<Fence> = []
  for (let i = 0; i < lines.length; i++) {
    const open = /^(\s*)(`{3,})(\S*)(.*)$/.exec(lines[i] ?? "")
    if (open === null) continue
    const [, indent = "", ticks = "", language = "", words = ""] = open
    const code: Array<string> = []
    const line = i + 2
    for (i++; i < lines.length && (lines[i] ?? "").trim() !== ticks; i++)
      code.push((lines[i] ?? "").replace(new RegExp(`^\\s{0,${indent.length}}`), ""))
    const marks = words.split(/\s+/)
    if (language === "ts" && !marks.includes("nocheck"))
      fences.push({ file, line, code: code.join("\n"), run: !marks.includes("norun") })
  }
  return fences
}
