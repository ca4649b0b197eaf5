import { open, type FileHandle, mkdir, rename, rm } from "node:fs/promises"
import path from "node:path"
import { cell, type FactTable } from "@touchpoint/core/facts"
import { Instant } from "@touchpoint/core/time"
import { thrownText } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { FileUnwritable } from "./files.ts"

/** Formats that are written here; others need an engine. */
export type TextFormat = "csv" | "jsonl"

/** Rows between two looks whether to stop. */
const STEP = 20_000

let begun = 0

/**
 * Writes facts as text, whole or not at all: beside the place first, then moved there. Returns how many cells of CSV
 * were escaped, so that no spreadsheet runs them.
 */
export const writeFacts = (
  file: string,
  table: FactTable,
  format: TextFormat,
): Effect.Effect<number, FileUnwritable> => {
  const escaped = { cells: 0 }
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}-${++begun}.facts.tmp`)
  const unwritable = (thrown: unknown) =>
    new FileUnwritable({ source: file, problem: thrown instanceof Error ? thrown.message : thrownText(thrown) })
  const doing = <A>(run: () => Promise<A>) => Effect.tryPromise({ try: run, catch: unwritable })
  const write = Effect.fnUntraced(function* (handle: FileHandle) {
    for (const chunk of chunksOf(table, format, escaped)) {
      yield* doing(() => handle.writeFile(chunk))
      yield* Effect.yieldNow
    }
  })
  return Effect.gen(function* () {
    yield* doing(() => mkdir(path.dirname(file), { recursive: true }))
    yield* Effect.acquireUseRelease(
      doing(() => open(beside, "wx")),
      write,
      (handle) => Effect.promise(() => handle.close()),
    )
    yield* doing(() => rename(beside, file))
    return escaped.cells
  }).pipe(
    // Nothing stays behind, however it ended: after the move there is nothing to remove.
    Effect.ensuring(Effect.promise(() => rm(beside, { force: true }).catch(() => undefined))),
  )
}

/** The facts as text, some thousand rows at a time. */
const chunksOf = function* (table: FactTable, format: TextFormat, escaped: { cells: number }): Generator<string> {
  const safe = (text: string): string => {
    if (!isFormula(text)) return text
    escaped.cells++
    return `'${text}`
  }
  // The order of the kind, whatever order the source had; whose rows they are, the file's name says.
  const fields = Object.keys(table.kind.fields).flatMap((name) => {
    const column = table.columns.get(name)
    return column === undefined || name === "source" ? [] : [[name, column] as const]
  })
  const read = fields.map(([name, column]) => {
    const type = table.kind.fields[name]?.type
    return (row: number): string | number | boolean | null => {
      const value = cell(column, row)
      if (value === null || typeof value === "string") return value
      return type === "instant" ? Instant.format(value) : type === "boolean" ? value === 1 : value
    }
  })
  const names = fields.map(([name]) => name)
  if (format === "csv") yield `${names.map((name) => quoted(safe(name))).join(",")}\n`
  for (let start = 0; start < table.rows; start += STEP) {
    const lines: Array<string> = []
    for (let row = start; row < Math.min(table.rows, start + STEP); row++) {
      const values = read.map((of) => of(row))
      lines.push(
        format === "csv"
          ? values
              .map((value) => (value === null ? "" : quoted(typeof value === "string" ? safe(value) : String(value))))
              .join(",")
          : JSON.stringify(
              Object.fromEntries(names.flatMap((name, i) => (values[i] === null ? [] : [[name, values[i]]]))),
            ),
      )
    }
    yield `${lines.join("\n")}\n`
  }
}

/** A cell that is read back as it is: quotes where a sign of the format or a blank at an end would be lost. */
const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * Whether a spreadsheet would run a text: it begins with a sign of formulas, as OWASP lists them, blanks aside. What is
 * a number, such as -5 or a telephone number, is none.
 */
const isFormula = (text: string): boolean =>
  /^[\t\r\n]|^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(text) && !/^[+-]?\d+(?:[.,]\d+)?$/u.test(text)
