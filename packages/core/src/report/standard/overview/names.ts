import { metrics } from "../../../metrics/index.ts"
import type { Name } from "../../../model/Identifier.ts"
import { standardParties } from "../../../model/Party.ts"
import { standardStages } from "../../../model/Stage.ts"
import type { Names } from "../../Report.ts"
import { type ReportInput, resultsOf } from "./ReportInput.ts"

/** The phases, as the standard stages name them. */
const phases = Object.fromEntries(
  standardStages.flatMap(({ name, phase }) => (name === undefined ? [] : [[phase, name] as const])),
)

const FILTERED = { en: "filtered", ru: "с фильтром", pl: "z filtrem" } as const

/** A number of part of the facts never goes by the name of the whole; the definitions say which part. */
const filtered = (title: Name): Name => {
  const all = typeof title === "string" ? { en: title, ru: title, pl: title } : title
  return Object.fromEntries(
    Object.entries(all).map(([locale, text]) => [locale, `${text}, ${FILTERED[locale as keyof typeof FILTERED]}`]),
  )
}

/** Names of everything the report speaks of. */
export const namesOf = (input: ReportInput): Names => {
  const { funnels = [], inventory, names = {} } = input
  const results = resultsOf(input)
  const list = (items: ReadonlyArray<{ readonly id: string; readonly name?: Name }> | undefined) =>
    Object.fromEntries((items ?? []).flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])))
  return {
    metric: Object.fromEntries([
      ...metrics.map((metric) => [metric.id, metric.docs.title] as const),
      ...results.map(({ request: { metric } }) => [metric.metric, metric.docs.title] as const),
    ]),
    definition: Object.fromEntries(
      results.map(({ definition, request: { metric, where } }) => [
        definition,
        (where ?? null) === null ? metric.title : filtered(metric.title),
      ]),
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
