import { spelt } from "@touchpoint/catalog"
import type { Field, MappedColumn } from "@touchpoint/core/facts"
import { plainName, valuesOf } from "./match.ts"
import type { Doubt, Known } from "./Proposal.ts"
import type { Looks } from "./sniff.ts"

/** Minor digits of most currencies. */
const MINOR = 2

/** A column with how to read it. */
export const columnOf = (
  kind: string,
  field: string,
  type: Field,
  look: Looks,
  { touchpoints }: Known,
  doubts: Array<Doubt>,
): MappedColumn => {
  const { column, date, number } = look
  const decimal = number?.decimal === "," ? ({ decimal: "," } as const) : {}
  if (type.type === "instant") {
    if (date?.rival !== null && date?.rival !== undefined)
      doubts.push({ id: "day-or-month", field, value: date.format ?? "iso", rival: date.rival })
    return date?.format === null || date === null ? column : { column, format: date.format }
  }
  if (field === "amount") {
    if (number?.signs === true) doubts.push({ id: "signs", field })
    else if (number?.digits === 0) doubts.push({ id: "whole-units", field })
    return { column, minor: MINOR, ...decimal }
  }
  if (field === "durationMs") {
    const unit = unitOf(plainName(column))
    if (unit === null) doubts.push({ id: "unit", field })
    return unit === "ms" ? column : { column, unit: unit ?? "s", ...decimal }
  }
  if (type.type === "number" || type.type === "integer")
    return Object.keys(decimal).length === 0 ? column : { column, ...decimal }
  if (field === "touchpoint") {
    const values = touchpointWords(look, touchpoints)
    for (const [id, words] of shared(values)) doubts.push({ id: "one-touchpoint", field, value: id, rival: words })
    const foreign = look.distinct.filter((cell) => touchpoints?.has(cell) === false && !Object.hasOwn(values, cell))
    // Where most words name no touchpoint, the column may hold anything, people too.
    const named = foreign.length * 2 <= look.distinct.length
    if (foreign.length > 0)
      doubts.push({ id: "not-in-inventory", field, value: named ? some(foreign) : String(foreign.length) })
    return Object.keys(values).length === 0 ? column : { column, values }
  }
  if (type.values === undefined) return column
  const allowed = type.values
  const values = valuesOf(kind, field, allowed, look) ?? {}
  const strange = look.distinct.filter((cell) => !allowed.includes(cell) && !Object.hasOwn(values, cell))
  if (strange.length === 0) return Object.keys(values).length === 0 ? column : { column, values }
  doubts.push({ id: "strange-words", field, value: some(strange), rival: allowed.join(", ") })
  // Words that are ours already are named as well: what is not named is absent.
  const own = look.distinct.filter((cell) => allowed.includes(cell)).map((cell) => [cell, cell] as const)
  return { column, values: { ...Object.fromEntries(own), ...values }, otherwise: "absent" }
}

const unitOf = (name: string): "ms" | "s" | "min" | "h" | null =>
  /\b(?:ms|msec|milliseconds)\b/.test(name)
    ? "ms"
    : /\b(?:s|sec|seconds)\b/.test(name)
      ? "s"
      : /\b(?:min|minutes)\b/.test(name)
        ? "min"
        : /\b(?:h|hours)\b/.test(name)
          ? "h"
          : null

/** The source's names of touchpoints that the project does not know, and the catalogue does. */
const touchpointWords = ({ distinct }: Looks, known: ReadonlySet<string> | null): Readonly<Record<string, string>> =>
  Object.fromEntries(
    distinct.flatMap((cell) => {
      const id = known?.has(cell) === true ? undefined : spelt(cell)?.id
      return id === undefined || id === cell || (known !== null && !known.has(id)) ? [] : [[cell, id] as const]
    }),
  )

/** Touchpoints that several of the source's words name, with these. */
const shared = (values: Readonly<Record<string, string>>): ReadonlyArray<readonly [string, string]> => {
  const words = new Map<string, Array<string>>()
  for (const [word, id] of Object.entries(values)) words.set(id, [...(words.get(id) ?? []), word])
  return [...words].flatMap(([id, names]) => (names.length > 1 ? [[id, some(names)] as const] : []))
}

const SHOWN = 5

const some = (words: ReadonlyArray<string>): string =>
  `${words.slice(0, SHOWN).join(", ")}${words.length > SHOWN ? ", …" : ""}`
