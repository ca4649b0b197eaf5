import { localTime, type Reader } from "./IsoText.ts"

type Field = "y" | "M" | "d" | "H" | "m" | "s" | "S"

type Step =
  | { readonly literal: string }
  | { readonly field: Field; readonly letters: number; readonly minimum: number; readonly maximum: number }

const grammar =
  /(yyyy|yy)(?!y)|(MM?)(?!M)|(dd?)(?!d)|(HH?)(?!H)|(mm?)(?!m)|(ss?)(?!s)|(S{1,9})(?!S)|''|'((?:[^']|'')+)'|([^A-Za-z'])/y

/** The steps of a pattern made of digits and punctuation alone; `undefined` for any other. */
const stepsOf = (pattern: string): ReadonlyArray<Step> | undefined => {
  const steps: Array<Step> = []
  grammar.lastIndex = 0
  while (grammar.lastIndex < pattern.length) {
    const match = grammar.exec(pattern)
    if (match === null) return undefined
    const token = match[0]
    const literal = token === "''" ? "'" : (match[8]?.replaceAll("''", "'") ?? match[9])
    if (literal !== undefined) {
      steps.push({ literal })
      continue
    }
    const field = token[0] as Field
    const exact = field === "y" || field === "S"
    const previous = steps.at(-1)
    // `dM` can be cut in more than one way: left to the library.
    if (previous !== undefined && "field" in previous && previous.letters === 1) return undefined
    const letters = token.length
    steps.push({ field, letters, minimum: exact ? letters : 1, maximum: exact ? letters : 2 })
  }
  return steps
}

/** The century of a year written with two digits: 1950 to 2049, as POSIX and date-fns do around the year 2000. */
const fullYear = (twoDigits: number): number => (twoDigits < 50 ? 2000 + twoDigits : 1900 + twoDigits)

/**
 * A fast reader for a date-fns pattern made only of `yyyy` or `yy`, `M`, `d`, `H`, `m`, `s` (one or two letters), `S` to
 * nine and punctuation, each at most once; `undefined` for other patterns. Means what date-fns means by it, but years and
 * fractions must have exactly as many digits as letters.
 */
export const compile = (pattern: string): Reader | undefined => {
  const steps = stepsOf(pattern)
  if (steps === undefined) return undefined
  const fields = steps.flatMap((step) => ("field" in step ? [step.field] : []))
  const hasDay = (["y", "M", "d"] as const).every((field) => fields.includes(field))
  const order = ["H", "m", "s", "S"] as const
  const depth = order.filter((field) => fields.includes(field)).length
  const complete = order.every((field, i) => fields.includes(field) === i < depth)
  if (!hasDay || !complete || new Set(fields).size !== fields.length) return undefined
  const twoDigitYear = steps.some((step) => "field" in step && step.field === "y" && step.maximum === 2)

  return (text, into) => {
    let at = 0
    let year = 0
    let month = 0
    let day = 0
    let hour = 0
    let minute = 0
    let second = 0
    let millisecond = 0
    for (const step of steps) {
      if ("literal" in step) {
        if (!text.startsWith(step.literal, at)) return false
        at += step.literal.length
        continue
      }
      let value = 0
      let digits = 0
      for (; digits < step.maximum; digits++) {
        const digit = text.charCodeAt(at + digits) - 48
        if (!(digit >= 0 && digit <= 9)) break
        value = value * 10 + digit
      }
      if (digits < step.minimum) return false
      at += digits
      if (step.field === "y") year = twoDigitYear ? fullYear(value) : value
      else if (step.field === "M") month = value
      else if (step.field === "d") day = value
      else if (step.field === "H") hour = value
      else if (step.field === "m") minute = value
      else if (step.field === "s") second = value
      else millisecond = Math.floor((value * 1000) / 10 ** digits)
    }
    if (at !== text.length) return false
    into.local = localTime(year, month, day, hour, minute, second, millisecond)
    into.offset = Number.NaN
    into.hasTime = depth > 0
    return !Number.isNaN(into.local)
  }
}
