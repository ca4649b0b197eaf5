import type { Locale } from "@touchpoint/core/model"
import { nearest } from "@touchpoint/core/model"
import { catalog, type EntryId } from "./catalog.ts"
import type { Entry, Texts } from "./Entry.ts"

/**
 * A text as it is compared: lower case, without marks on letters (ё is е, ł is l), words parted by one blank.
 *
 * **Example** (Two spellings of one name)
 *
 * ```ts
 * import { folded } from "@touchpoint/catalog"
 *
 * console.log(folded("Счёт-фактура") === folded("счет фактура")) // true
 * ```
 *
 * @category catalogue
 * @since 0.2.0
 */
export const folded = (text: string): string =>
  text
    .slice(0, LONGEST)
    .toLowerCase()
    // Other letters are one with their mark taken off; this one does not come apart.
    .replaceAll("ł", "l")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()

/** More of a text names nothing. */
const LONGEST = 200

interface Index {
  readonly entry: Entry<EntryId>
  /** Ids, names and aliases, those of the locale first. */
  readonly own: ReadonlyArray<string>
  readonly foreign: ReadonlyArray<string>
  readonly prose: Readonly<Record<Locale, string>>
}

const each = (texts: Texts, change: (text: string) => string): Texts => ({
  en: change(texts.en),
  ru: change(texts.ru),
  pl: change(texts.pl),
})

const index: ReadonlyArray<Index> = catalog.map((entry) => ({
  entry,
  own: [entry.id, ...Object.values(entry.name)].map(folded),
  foreign: entry.aliases.map(folded),
  prose: each(entry.description, folded),
}))

const EQUAL = 3
const SLIP = 10

/** How well one list of names answers: equal, begins with 2, holds 1; else 0. */
const fit = (names: ReadonlyArray<string>, wanted: string): number =>
  names.includes(wanted)
    ? EQUAL
    : names.some((name) => name.startsWith(wanted))
      ? 2
      : names.some((name) => ` ${name}`.includes(` ${wanted}`))
        ? 1
        : 0

/** Whether every word begins a word of the text. */
const holdsAll = (text: string, words: ReadonlyArray<string>): boolean =>
  words.every((word) => ` ${text}`.includes(` ${word}`))

/** Whether every word begins a word of the texts, or is a small slip away from one. */
const nearlyAll = (texts: ReadonlyArray<string>, words: ReadonlyArray<string>): boolean => {
  const known = texts.flatMap((text) => text.split(" "))
  return words.every((word) => known.some((name) => name.startsWith(word)) || slip(word, known))
}

/** A word of three letters is another word when one of them differs. */
const slip = (word: string, known: ReadonlyArray<string>): boolean => {
  if (word.length < 4) return false
  const near = nearest(word, known)
  return near !== undefined && near.length >= 4
}

const score = ({ entry, foreign, own, prose }: Index, wanted: string, locale: Locale): number => {
  const words = wanted.split(" ")
  const name = fit([own[0] ?? "", folded(entry.name[locale])], wanted)
  const anyName = fit(own, wanted)
  const alias = fit(foreign, wanted)
  // What is spelt exactly so comes first, whatever else begins with it.
  if (Math.max(anyName, alias) === EQUAL) return 80 + Math.max(2 * name, anyName)
  if (name > 0) return 60 + name
  if (anyName > 0) return 50 + anyName
  if (alias > 0) return 40 + alias
  if ([...own, ...foreign].some((text) => holdsAll(text, words))) return 30
  if (holdsAll(prose[locale], words)) return 20
  return nearlyAll([...own, ...foreign], words) ? SLIP : 0
}

/**
 * Touchpoints whose id, names, aliases or description answer a query, the best first. Case, marks on letters, ё and
 * hyphens do not matter; small slips are forgiven where nothing is spelt so.
 *
 * **Example** (A word of the shop, with a slip)
 *
 * ```ts
 * import { searchCatalog } from "@touchpoint/catalog"
 *
 * console.log(searchCatalog("рассылка", "ru")[0]?.id) // email-newsletter
 * console.log(searchCatalog("newsleter", "en")[0]?.id) // email-newsletter
 * ```
 *
 * @category catalogue
 * @since 0.2.0
 */
export const searchCatalog = (query: string, locale: Locale = "en"): ReadonlyArray<Entry<EntryId>> => {
  const wanted = folded(query)
  if (wanted === "") return query.trim() === "" ? catalog : []
  const scored = index.map((item) => ({ entry: item.entry, score: score(item, wanted, locale) }))
  // Slips are looked at only where nothing is spelt like the query.
  const exact = scored.some((item) => item.score > SLIP)
  return scored
    .filter((item) => item.score > (exact ? SLIP : 0))
    .toSorted((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}

const spellings: ReadonlyMap<string, Entry<EntryId>> = new Map(
  catalog.flatMap((entry) =>
    [entry.id, ...Object.values(entry.name), ...entry.aliases].map((text) => [folded(text), entry] as const),
  ),
)

/**
 * The touchpoint that is spelt like this (id, name or alias), however it is cased; `undefined` where none or only a
 * similar one is.
 *
 * @category catalogue
 * @since 0.2.0
 */
export const spelt = (text: string): Entry<EntryId> | undefined => spellings.get(folded(text))
