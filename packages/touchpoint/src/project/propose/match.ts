import { folded } from "@touchpoint/catalog"
import type { Field } from "@touchpoint/core/facts"
import { nearest } from "@touchpoint/core/model"
import { spellingsOf, wordsOf } from "./fieldNames.ts"
import type { Looks } from "./sniff.ts"

/** A column that a field may be read from, and how well it fits. */
export interface Candidate {
  readonly field: string
  readonly looks: Looks
  readonly score: number
}

const EXACT = 100
const CONTAINS = 60
/** A name that is only similar. */
export const SIMILAR = 40

/** `customerId` and `customer_id` are `customer id`. */
export const plainName = (column: string): string =>
  folded(column.replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2"))

/** Columns that a field may be read from. */
export const candidatesOf = (
  kind: string,
  field: string,
  type: Field,
  looks: ReadonlyArray<Looks>,
): Array<Candidate> => {
  // Facts that were written out have our own names.
  const names = [...new Set([plainName(field), ...spellingsOf(kind, field)])]
  return looks.flatMap((look) => {
    const score = scoreOf(plainName(look.column), names, field)
    return score > 0 && fits(kind, field, type, look) ? [{ field, looks: look, score }] : []
  })
}

/** Fields whose name stands for something else inside other names: a total weight is no weight of the row. */
const PLAIN = new Set([
  "weight",
  "sequence",
  "actor",
  "part",
  "inFull",
  "scaleMin",
  "scaleMax",
  "polarity",
  "dueRule",
  "choice",
])

/** Identifiers. */
const NAMED = new Set(["customer", "eventId", "orderId", "contactId", "packageId", "session", "alias", "canonical"])

const scoreOf = (name: string, spellings: ReadonlyArray<string>, field: string): number => {
  if (name === "") return 0
  const exact = spellings.indexOf(name)
  // The more usual spelling wins; an identifier called only "id" loses to every better one.
  if (exact >= 0) return name === "id" ? CONTAINS - exact : EXACT - exact / 10
  if (PLAIN.has(field)) return 0
  // The language of a user is no user: an identifier is meant only where the name says more than one word of it.
  const least = NAMED.has(field) ? 2 : 1
  const inside = spellings.findIndex(
    (one) => one.length > 3 && one.split(" ").length >= least && ` ${name} `.includes(` ${one} `),
  )
  // The more of the name is spelt so, the better.
  if (inside >= 0)
    return CONTAINS - inside / 10 + (spellings[inside] ?? "").split(" ").length - name.split(" ").length / 10
  return name.length > 4 && nearest(name, spellings) !== undefined ? SIMILAR : 0
}

/** Whether the cells can be what the field holds. Empty columns can be anything, and say nothing. */
const fits = (kind: string, field: string, type: Field, look: Looks): boolean => {
  if (look.distinct.length === 0) return false
  switch (type.type) {
    case "instant":
      return look.date !== null
    case "number":
    case "integer":
      // Of an amount one can say what hinders; other numbers with signs around them are something else.
      return (
        look.number !== null &&
        (field === "amount" || !look.number.signs) &&
        (field === "weight" || look.date?.format !== "epoch-ms")
      )
    case "boolean":
      return look.distinct.every((cell) => /^(?:true|false|yes|no|0|1)$/i.test(cell))
    case "text":
      // A date names nothing.
      if (look.date !== null && !NAMED.has(field)) return false
      return type.values === undefined || valuesOf(kind, field, type.values, look) !== null
  }
}

/** The source's words by ours, where at least half are known; `{}` where they are ours already. */
export const valuesOf = (
  kind: string,
  field: string,
  allowed: ReadonlyArray<string>,
  { distinct }: Looks,
): Readonly<Record<string, string | null>> | null => {
  const words = wordsOf[`${kind}.${field}`] ?? {}
  const values: Array<readonly [string, string]> = []
  let known = 0
  for (const cell of distinct) {
    const word = folded(cell)
    const ours = allowed.find((one) => folded(one) === word) ?? (Object.hasOwn(words, word) ? words[word] : undefined)
    if (ours === undefined) continue
    known++
    if (ours !== cell) values.push([cell, ours])
  }
  return known * 2 >= distinct.length ? Object.fromEntries(values) : null
}
