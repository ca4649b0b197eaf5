import { plain } from "../speech/plain.ts"

/** Markup that was built here; every other text is escaped on its way in. */
export interface Markup {
  readonly markup: string
}

type Part = string | Markup | ReadonlyArray<Markup>

/** A text as inert HTML, fit for content and for quoted attributes alike. The only place where text becomes markup. */
const escape = (text: string): string =>
  plain(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")

const written = (part: Part): string =>
  typeof part === "string" ? escape(part) : "markup" in part ? part.markup : part.map(({ markup }) => markup).join("")

/** Builds markup from a template: what is put in is escaped, unless it is markup itself. */
export const tag = (strings: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Markup => ({
  markup: strings.map((text, i) => (i === 0 ? text : `${written(parts[i - 1] ?? "")}${text}`)).join(""),
})

/** No markup at all. */
export const nothing: Markup = { markup: "" }

/** A name of somebody else's: its direction must not reach its neighbours. */
export const name = (text: string): Markup => tag`<bdi>${text}</bdi>`

/** A share from 0 to 1 as a percentage with two decimals. */
export const percentage = (share: number): string => `${Math.round(share * 10_000) / 100}%`
