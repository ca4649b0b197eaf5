import * as Schema from "effect/Schema"

/** Why a row did not become a fact. @category facts @since 0.1.0 */
export const RejectReason = Schema.Literals([
  "missing",
  "not-a-number",
  "not-an-integer",
  "not-a-boolean",
  "not-a-date",
  "ambiguous-date",
  "nonexistent-local-time",
  "not-allowed",
  "out-of-range",
  "off-scale",
  "below-bands",
  "cell-count",
  "unreadable-row",
  "unknown-touchpoint",
  "duplicate",
  "after-watermark",
  "alias-cycle",
])
/** @see {@link RejectReason} @category facts @since 0.1.0 */
export type RejectReason = typeof RejectReason.Type

/** What to do about a reject, one sentence per reason. @category facts @since 0.1.0 */
export const rejectFix: Readonly<Record<RejectReason, string>> = {
  missing: "fill the cell, or map another column; the field is required",
  "not-a-number":
    'write a plain number, name words that mean no value (absent: [NA]), or name the decimal sign in the mapping (decimal: ",")',
  "not-an-integer": "write a whole number, or give the unit or minor digits in the mapping",
  "not-a-boolean": "write true or false, or map the words with values",
  "not-a-date":
    "write ISO 8601, or name the format in the mapping (format: dd.MM.yyyy); a day that does not exist, such as 31.02., is to be corrected in the source",
  "ambiguous-date": "several of the given formats read it differently; give fewer formats or split the source",
  "nonexistent-local-time": "the clock skipped this local time; give the offset or correct the source",
  "not-allowed": "use one of the allowed values, or map the source's words with values",
  "out-of-range":
    "the value is outside the field's range; correct it, map its unit, or name it as a word that means no value (absent: [9999-12-31])",
  "off-scale": "the score is outside the declared scale; correct the scale in with, or the cell",
  "below-bands": "the number is below the first band; add a band that holds it",
  "cell-count": "the row has another number of cells than the header; check the delimiter and quotes",
  "unreadable-row": "the row could not be parsed; check its quotes, and that it is UTF-8",
  "unknown-touchpoint":
    "add the touchpoint to the inventory, or the name as an alias of one, or map the word with values; names are compared sign by sign: case and blanks count",
  duplicate: "an earlier row has the same key; give rows their own ids or map the right id column",
  "after-watermark": "the row lies after asOf; move asOf or leave the row for the next run",
  "alias-cycle": "the aliases lead in a circle; remove one of them",
}

/** One row that did not become a fact: where, what (masked) and why. @category facts @since 0.1.0 */
export const Reject = Schema.Struct({
  source: Schema.String,
  /** The file, where the source is several. */
  file: Schema.optionalKey(Schema.String),
  row: Schema.Int,
  column: Schema.NullOr(Schema.String),
  value: Schema.NullOr(Schema.String),
  reason: RejectReason,
})
/** @see {@link Reject} @category facts @since 0.1.0 */
export type Reject = typeof Reject.Type

const MASK_LIMIT = 40

/**
 * The shape of a value without its content: letters become `a` / `A`, digits `9`, signs stay. Enough to see a wrong
 * format, too little to see a person.
 *
 * **Example** (A date in the wrong format)
 *
 * ```ts
 * import { mask } from "@touchpoint/core/facts"
 *
 * console.log(mask("31/12/2026 Anna")) // 99/99/9999 Aaaa
 * ```
 *
 * @category facts
 * @since 0.1.0
 */
export const mask = (value: string): string => {
  const characters = [...value]
  const shape = characters
    .slice(0, MASK_LIMIT)
    .join("")
    .replaceAll(/\p{Lu}/gu, "A")
    .replaceAll(/\p{L}|\p{M}/gu, (letter) => (letter === "A" ? "A" : "a"))
    .replaceAll(/\p{N}/gu, "9")
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{Zs}+=<>$^|~`-]/gu, "·")
  return characters.length > MASK_LIMIT ? `${shape}…` : shape
}

/** How many rejects keep their place; beyond it only the counts go on. @category facts @since 0.1.0 */
export const REJECTS_KEPT = 10_000

/** Collects rejects of one source: the first {@link REJECTS_KEPT} with place, all of them by count. @category facts @since 0.1.0 */
export interface RejectReport {
  readonly count: number
  readonly byReason: Readonly<Partial<Record<RejectReason, number>>>
  readonly rejects: ReadonlyArray<Reject>
}

/** Adds rejects to a report. @category facts @since 0.1.0 */
export interface RejectCollector {
  readonly add: (reject: Reject) => void
  readonly report: () => RejectReport
}

/** A collector that goes on from a report and leaves it as it is; empty without one. @category facts @since 0.1.0 */
export const rejectCollector = (from?: RejectReport): RejectCollector => {
  const rejects: Array<Reject> = [...(from?.rejects ?? [])]
  const byReason = new Map(Object.entries(from?.byReason ?? {}) as ReadonlyArray<[RejectReason, number]>)
  let count = from?.count ?? 0
  return {
    add: (reject) => {
      count++
      byReason.set(reject.reason, (byReason.get(reject.reason) ?? 0) + 1)
      if (rejects.length < REJECTS_KEPT) rejects.push(reject)
    },
    report: () => ({ count, byReason: Object.fromEntries(byReason), rejects }),
  }
}
