import type { Locale, Mode, Phase } from "@touchpoint/core/model"

/** A text in every language. @category catalogue @since 0.2.0 */
export type Texts = Readonly<Record<Locale, string>>

/**
 * Why a touchpoint is in the catalogue: one of the 30 `standard` ones, an `emerging` one, or one that the `practice` of
 * shops added.
 *
 * @category catalogue
 * @since 0.2.0
 */
export type Tag = "standard" | "emerging" | "practice"

/** Metrics the catalogue suggests. @category catalogue @since 0.2.0 */
export type SuggestedMetric =
  | "average-order-value"
  | "contact-pressure"
  | "conversion-rate"
  | "csat"
  | "nps"
  | "promise-keeping"
  | "purchase-frequency"
  | "repeat-rate"
  | "repurchase-within"
  | "response-rate"
  | "retention"

type CategoryId =
  | "advertising"
  | "content"
  | "social"
  | "store"
  | "people"
  | "product"
  | "service"
  | "billing"
  | "loyalty"

const modes = {
  web: "online",
  app: "online",
  email: "online",
  social: "online",
  chatbot: "online",
  voice: "online",
  iot: "online",
  ar: "online",
  phone: "offline",
  store: "offline",
  event: "offline",
  print: "offline",
  tv: "offline",
  courier: "offline",
} as const satisfies Readonly<Record<string, Mode>>

/** A touchpoint as it is written down: what follows from the rest is left out. */
export interface Written {
  readonly id: string
  readonly name: Texts
  /** What it is, in one sentence. */
  readonly description: Texts
  /** What it is there for. */
  readonly objective: Texts
  readonly category: CategoryId
  readonly channel: keyof typeof modes
  readonly party: "brand" | "partner" | "peer"
  readonly metrics: readonly [SuggestedMetric, ...ReadonlyArray<SuggestedMetric>]
  /** Spellings beside the names. */
  readonly aliases: ReadonlyArray<string>
}

/**
 * A touchpoint of the catalogue.
 *
 * **Details**
 *
 * `stage`, `category`, `channel` and `party` are ids of core's standard ones; `channel` and `party` are the usual ones
 * and yours to change. `aliases` are other spellings in the three languages, in lower case and unique over the whole
 * catalogue.
 *
 * @category catalogue
 * @since 0.2.0
 */
export interface Entry<Id extends string = string> extends Omit<Written, "id"> {
  readonly id: Id
  readonly tag: Tag
  readonly phase: Phase
  /** The standard stage of the phase: `before-purchase` … */
  readonly stage: `${Phase}-purchase`
  readonly mode: Mode
}

/** The name as an export spells it: in lower case, without what stands in brackets. */
const spelling = (name: string): string => name.replace(/ \([^)]*\)$/u, "").toLowerCase()

/** Touchpoints of one phase and tag as entries of the catalogue. */
export const entries = <const List extends ReadonlyArray<Written>>(
  tag: Tag,
  phase: Phase,
  written: List,
): { readonly [I in keyof List]: Entry<List[I]["id"]> } =>
  written.map((entry) => ({
    ...entry,
    tag,
    phase,
    stage: `${phase}-purchase`,
    mode: modes[entry.channel],
    // The id needs no alias: it names the touchpoint by itself.
    aliases: [
      ...new Set([...Object.values(entry.name).map(spelling), ...entry.aliases].filter((alias) => alias !== entry.id)),
    ],
  })) as unknown as { readonly [I in keyof List]: Entry<List[I]["id"]> }
