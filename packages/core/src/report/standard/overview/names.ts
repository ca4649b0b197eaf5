import { metrics } from "../../../metrics/index.ts"
import type { Measurement } from "../../../metrics/Measurement.ts"
import type { Inventory } from "../../../model/Inventory.ts"
import { type Locale, type Name, nameIn } from "../../../model/Identifier.ts"
import { standardParties } from "../../../model/Party.ts"
import { standardStages } from "../../../model/Stage.ts"
import type { Names } from "../../Report.ts"
import { stepsNamed } from "../../stepsNamed.ts"
import { type ReportInput, resultsOf } from "./ReportInput.ts"

/** The phases, as the standard stages name them. */
const phases = Object.fromEntries(
  standardStages.flatMap(({ name, phase }) => (name === undefined ? [] : [[phase, name] as const])),
)

const FILTERED = { en: "filtered", ru: "с фильтром", pl: "z filtrem" } as const

/** A number of part of the facts never goes by the name of the whole; the definitions say which part. */
const filtered = (title: Name): Name => inAll(title, (text, locale) => `${text}, ${FILTERED[locale]}`)

const inAll = (name: Name, say: (text: string, locale: Locale) => string): Name => {
  const all = typeof name === "string" ? { en: name, ru: name, pl: name } : name
  return Object.fromEntries(Object.entries(all).map(([locale, text]) => [locale, say(text, locale as Locale)]))
}

/** A metric knows steps by the ids of touchpoints; the inventory knows what they are called. */
const titled = (title: Name, params: Measurement["params"], inventory: Inventory | null): Name => {
  const names = new Map((inventory?.touchpoints ?? []).map(({ id, name }) => [id, name]))
  return inAll(title, (text, locale) => stepsNamed(text, params, (id) => nameIn(names.get(id), locale, id), locale))
}

/** Names of everything the report speaks of. */
export const namesOf = (input: ReportInput): Names => {
  const { funnels = [], inventory, names = {} } = input
  // What the report shows has its own names; evidence those that the rules gave it.
  const results = [...(input.evidence ?? []), ...resultsOf(input)]
  const list = (items: ReadonlyArray<{ readonly id: string; readonly name?: Name }> | undefined) =>
    Object.fromEntries((items ?? []).flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])))
  return {
    metric: Object.fromEntries([
      ...metrics.map((metric) => [metric.id, metric.docs.title] as const),
      ...results.map(({ request: { metric } }) => [metric.metric, metric.docs.title] as const),
    ]),
    definition: Object.fromEntries(
      results.map(({ definition, request: { metric, where } }) => {
        const title = titled(metric.title, metric.params, inventory)
        return [definition, (where ?? null) === null ? title : filtered(title)]
      }),
    ),
    ...(inventory === null
      ? { party: list(standardParties) }
      : {
          touchpoint: list(inventory.touchpoints),
          stage: list(inventory.allStages),
          category: list(inventory.allCategories),
          channel: list(inventory.allChannels),
          party: list(inventory.allParties),
        }),
    phase: phases,
    ...(funnels.length === 0 ? {} : { funnel: list(funnels) }),
    ...names,
  }
}
