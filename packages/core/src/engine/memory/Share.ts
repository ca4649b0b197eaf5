import * as Result from "effect/Result"
import type { Question, Tally } from "../../questions/Question.ts"
import type { Reason, Rows } from "./evaluate.ts"
import { type Mine, textColumn } from "./selection.ts"

/**
 * One of several shares of what a question counts, made by its units: no unit is in two of them, so that the answers to
 * all shares merge into the answer to the question. What a question looks up is never shared.
 */
export interface Share {
  /** From 0. */
  readonly index: number
  readonly of: number
}

/** Whether the answers to shares of a question merge: what counts the units of two columns has none. */
export const shareable = (question: Question): boolean => question.shape !== "tally" || unitsOf(question).length < 2

const unitsOf = ({ measures }: Tally): ReadonlyArray<string> => [
  ...new Set(Object.values(measures).flatMap((measure) => (measure.stat === "units" ? [measure.of] : []))),
]

/** A share of the rows of a tally: by the units it counts, else one stretch of the table. */
export const shareOfTally = (rows: Rows, question: Tally, share: Share): Result.Result<Mine, Reason> => {
  const [units] = unitsOf(question)
  if (units !== undefined) return shareOfUnits(rows, units, share)
  const start = (index: number) => Math.floor((rows.table.rows * index) / share.of)
  return Result.succeed({ from: start(share.index), to: start(share.index + 1), units: null })
}

/** A share of the rows by the codes of a column of units. Rows without a unit are in the first. */
export const shareOfUnits = (rows: Rows, column: string, { index, of }: Share): Result.Result<Mine, Reason> =>
  Result.map(textColumn(rows, column), ({ codes, words }) => {
    const holds = new Uint8Array(words.length + 1)
    for (let code = index; code < words.length; code += of) holds[code + 1] = 1
    holds[0] = index === 0 ? 1 : 0
    return { from: 0, to: rows.table.rows, units: { codes, holds } }
  })

/** A share of the rows of one of several kinds: those whose unit has a code; of one kind alone, by the codes it has. */
export const shareOfTrails = (
  rows: Rows,
  column: string,
  unit: Int32Array | null,
  share: Share,
): Result.Result<Mine, Reason> =>
  unit === null
    ? shareOfUnits(rows, column, share)
    : Result.map(textColumn(rows, column), ({ codes }) => {
        const holds = new Uint8Array(unit.length + 1)
        for (let code = 0; code < unit.length; code++) holds[code + 1] = (unit[code] as number) < 0 ? 0 : 1
        return { from: 0, to: rows.table.rows, units: { codes, holds } }
      })

/**
 * Whether a word belongs to a share, the same in every table: their codes differ. FNV-1a over the code units; its low
 * bits alone depend on little, so the high ones are mixed in.
 */
export const wordIsMine =
  ({ index, of }: Share) =>
  (word: string): boolean => {
    let hash = 0x811c9dc5
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
    return ((hash ^ (hash >>> 15)) >>> 0) % of === index
  }
