import { Metric } from "@touchpoint/core/metrics"
import { type Inventory, Phase, type Touchpoint } from "@touchpoint/core/model"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { messages } from "./messages.ts"

const Options = Schema.Struct({
  /** Ids of stages that may stay empty. */
  ignore: Metric.withDefault(Schema.Array(Schema.String), []),
})

/**
 * Flags stages of the journey without any active touchpoint, and phases (before, during, after the purchase) without
 * any stage or touchpoint.
 *
 * **Details**
 *
 * An empty phase is one critical finding; its stages are not reported one by one beside it.
 *
 * @category rules
 * @since 0.1.0
 */
export const stageGap = Rule.make({
  id: "stage-gap",
  meta: {
    title: { en: "Gap in the journey", ru: "Пробел на пути клиента", pl: "Luka na ścieżce klienta" },
    description: "A stage or a whole phase of the customer journey has no active touchpoint.",
    severity: "warning",
    category: "inventory",
    recommended: true,
  },
  options: Options,
  messages,
  needs: () => ({}),
  judge: ({ inventory }, { ignore }) =>
    inventory === null ? [] : Phase.literals.flatMap((phase) => gapsOf(inventory, phase, new Set(ignore))),
})

const gapsOf = (inventory: Inventory, phase: Phase, ignored: ReadonlySet<string>) => {
  const stages = inventory.allStages.filter((stage) => stage.phase === phase)
  const at = (id: string) => inventory.touchpoints.filter((touchpoint) => touchpoint.stage === id)
  const empty = stages.filter(({ id }) => !at(id).some(isActive))
  const judged = empty.filter(({ id }) => !ignored.has(id))
  const advice = { party: "brand", effort: "medium", expectedEffect: null } as const
  const found = { evidence: [], certainty: "certain" } as const
  const subject = { kind: "inventory", id: phase } as const
  if (stages.length === 0) {
    const recommendation = { ...advice, messageId: "add-stage", data: { phase } } as const
    return [{ ...found, subject, severity: "critical", messageId: "no-stage", data: { phase }, recommendation } as const]
  }
  if (judged.length > 0 && empty.length === stages.length) {
    const data = { phase, planned: plannedOf(stages.flatMap(({ id }) => at(id))) }
    const recommendation = { ...advice, messageId: "add-in-phase", data } as const
    return [{ ...found, subject, severity: "critical", messageId: "empty-phase", data, recommendation } as const]
  }
  return judged.map(({ id }) => {
    const data = { stage: id, planned: plannedOf(at(id)) }
    const recommendation = { ...advice, messageId: "add", data } as const
    return { ...found, subject: { kind: "stage", id }, messageId: "empty", data, recommendation } as const
  })
}

const isActive = ({ status }: Touchpoint) => status === undefined || status === "active"

/** Ids of the planned ones; an id holds no space. */
const plannedOf = (touchpoints: ReadonlyArray<Touchpoint>): string =>
  touchpoints
    .filter(({ status }) => status === "planned")
    .map(({ id }) => id)
    .join(" ")
