import { thrownText } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { TouchpointError } from "../TouchpointError.ts"

/** What a script without types may give where options are asked for. */
type Given = Readonly<Record<string, unknown>>

const odd = (where: string, problem: string, fix: string): TouchpointError =>
  new TouchpointError("options", `${where} cannot be used: ${problem}`, { where, fix })

const isSignal = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "aborted" in value &&
  typeof value.aborted === "boolean" &&
  "addEventListener" in value &&
  typeof value.addEventListener === "function"

const isPath = (value: unknown): boolean => typeof value === "string" && !value.includes("\0")

const isText = (value: unknown): boolean => typeof value === "string"

/** What each option must be, where it is given. */
const checks: Readonly<Record<string, readonly [holds: (value: unknown) => boolean, fix: string]>> = {
  signal: [isSignal, "Give the signal of an AbortController"],
  base: [isPath, "Give the path of a folder"],
  plugins: [Array.isArray, "Give a list of plugins"],
  onProgress: [(value) => typeof value === "function", "Give a function"],
  from: [isText, 'Give a day or period: "2026-03-01", "2026-03", "2026-Q1"'],
  to: [isText, 'Give a day or period: "2026-03-31", "2026-03", "2026-Q1"'],
  asOf: [isText, 'Give a day: "2026-03-31"'],
  where: [
    (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
    'Give a condition such as "channel=web", or a list of them',
  ],
  presets: [
    (value) => Array.isArray(value) && value.every(isText),
    'Give a list of conventions: ["posthog", "mixpanel"]',
  ],
  compare: [
    (value) => value === "previous" || value === "year-before" || value === "none",
    "Give previous, year-before or none",
  ],
  unmasked: [(value) => typeof value === "boolean", "Give true or false"],
}

/**
 * The options as a record of their own, each read once. An option that is not what it must be fails; so does one that
 * cannot be read at all.
 */
export const optionsOf = <A extends object>(given: A | undefined): Partial<A> => {
  const read: Record<string, unknown> = {}
  if (given === undefined) return {}
  if (typeof given !== "object" || given === null)
    throw odd("options", `they are ${given === null ? "null" : `a ${typeof given}`}`, "Give an object, or leave it out")
  try {
    for (const name of Object.keys(given)) read[name] = (given as Given)[name]
  } catch (thrown) {
    throw odd("options", thrownText(thrown), "Give a plain object")
  }
  for (const [name, value] of Object.entries(read)) {
    const [holds, fix] = (Object.hasOwn(checks, name) ? checks[name] : undefined) ?? []
    if (value === undefined) delete read[name]
    else if (holds !== undefined && !reads(holds, value)) throw odd(name, `it is ${shown(value)}`, fix ?? "")
  }
  return read as Partial<A>
}

const reads = (holds: (value: unknown) => boolean, value: unknown): boolean => {
  try {
    return holds(value)
  } catch {
    return false
  }
}

const shown = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : value === null ? "null" : `of type ${typeof value}`

/** The path a script gives for a file. */
export const fileOf = (value: unknown, where: string): Effect.Effect<string, TouchpointError> =>
  typeof value === "string" && isPath(value)
    ? Effect.succeed(value)
    : Effect.fail(odd(where, `it is ${shown(value)}`, "Give the path of a file"))

/** A listener of progress that throws ends the run with an error that names it. */
export const listening =
  <A>(listener: (progress: A) => void) =>
  (progress: A): void => {
    try {
      const answer: unknown = listener(progress)
      // An async listener that fails must not end the process.
      if (answer instanceof Promise) void answer.catch(() => undefined)
    } catch (thrown) {
      throw new TouchpointError("options", `onProgress threw: ${thrownText(thrown)}`, {
        where: "onProgress",
        fix: "Catch what your function throws",
        cause: thrown,
      })
    }
  }
