import { type Name, nearest } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { type Config, configIssue, type ConfigInvalid } from "./Config.ts"
import type { LoadOptions } from "./load.ts"
import type { FunnelStep } from "./ReportKeys.ts"
import type { Known } from "./requests.ts"

/** A funnel to be measured. */
export interface FunnelPlan {
  readonly id: string
  readonly name?: Name
  readonly steps: ReadonlyArray<{
    readonly label: string
    readonly step: Exclude<FunnelStep, { readonly name: Name }>
    readonly name?: Name
  }>
  /** Days from the first step to the last. */
  readonly within: number
}

/** Days a funnel has that says none. */
const WITHIN = 7
/** Funnels a report shows unasked. */
const MOST = 3

/** The funnels of a configuration, else those of the planned journeys, as far as there are interactions with their steps. */
export const funnelsOf = Effect.fnUntraced(function* (
  { funnels }: Config,
  { met, outline: { inventory, kinds } }: Known,
  { source }: LoadOptions,
): Effect.fn.Return<ReadonlyArray<FunnelPlan>, ConfigInvalid> {
  if (funnels === undefined)
    return (inventory?.journeys ?? [])
      .map(({ id, name, steps }): FunnelPlan => ({
        id,
        ...(name === undefined ? {} : { name }),
        // A step that nobody records is no step that everybody leaves out.
        steps: steps.filter((step) => (met.get(step) ?? 0) > 0).map((step) => ({ label: step, step })),
        within: WITHIN,
      }))
      .filter(({ steps }) => steps.length > 1)
      .slice(0, MOST)
  const known = inventory === null ? null : inventory.touchpoints.map(({ id }) => id)
  for (const [i, { id, steps }] of funnels.entries()) {
    const twin = funnels.findIndex((other) => other.id === id)
    if (twin < i)
      return yield* configIssue(source, `funnels[${i}].id`, `funnels[${twin}] has this id already; rename one`)
    for (const [at, step] of steps.entries()) {
      const where = `funnels[${i}].steps[${at}]`
      if (typeof step === "string" && known !== null && !known.includes(step)) {
        const near = nearest(step, known)
        const hint = near === undefined ? `there are ${known.join(", ")}` : `did you mean ${near}?`
        return yield* configIssue(source, where, `the inventory has no touchpoint ${JSON.stringify(step)}; ${hint}`)
      }
      const kind = typeof step === "string" ? "interaction" : step.kind
      if (!kinds.has(kind))
        return yield* configIssue(
          source,
          where,
          `there are no facts of the kind ${kind}; add a source, or leave the step out`,
        )
    }
  }
  return funnels.map(({ id, name, steps, within = WITHIN }) => ({
    id,
    ...(name === undefined ? {} : { name }),
    steps: steps.map(planned),
    within,
  }))
})

const planned = (step: FunnelStep): FunnelPlan["steps"][number] => {
  if (typeof step === "string") return { label: step, step }
  const { name, ...own } = step
  return { label: labelOf(own), step: own, ...(name === undefined ? {} : { name }) }
}

/** A step as it is called where nobody named it: `order`, `order (status = paid)`. */
const labelOf = ({ is = {}, kind }: Exclude<FunnelStep, string>): string => {
  const all = Object.entries(is).map(([name, wanted]) => `${name} = ${[wanted].flat().join(" / ")}`)
  return all.length === 0 ? kind : `${kind} (${all.join(", ")})`
}

/** Parameters of the conversion rate of a funnel. */
export const paramsOf = ({ steps, within }: FunnelPlan) => ({ steps: steps.map(({ step }) => step), within })

/** Names of steps that have their own. */
export const stepNames = (funnels: ReadonlyArray<FunnelPlan>): Readonly<Record<string, Name>> =>
  Object.fromEntries(
    funnels.flatMap(({ steps }) =>
      steps.flatMap(({ label, name }) => (name === undefined ? [] : [[label, name] as const])),
    ),
  )
