import { Metric } from "@touchpoint/core/metrics"
import { type Inventory, Phase, type Touchpoint } from "@touchpoint/core/model"
import { type MessageData, Rule, type Severity, type Subject } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { messages, type StageGapMessage } from "./messages.ts"

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
    description: {
      en: "A stage or a whole phase of the customer journey has no active touchpoint.",
      ru: "На этапе или в целой фазе пути клиента нет ни одной действующей точки контакта.",
      pl: "Etap lub cała faza ścieżki klienta nie ma żadnego aktywnego punktu styku.",
    },
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

const gapsOf = (
  inventory: Inventory,
  phase: Phase,
  ignored: ReadonlySet<string>,
): ReadonlyArray<Rule.Report<StageGapMessage>> => {
  const stages = inventory.allStages.filter((stage) => stage.phase === phase)
  const at = (id: string) => inventory.touchpoints.filter((touchpoint) => touchpoint.stage === id)
  const empty = stages.filter(({ id }) => !at(id).some(isActive))
  const judged = empty.filter(({ id }) => !ignored.has(id))
  const whole = { kind: "phase", id: phase } as const
  if (stages.length === 0) return [gap(whole, "critical", "no-stage", "add-stage", { phase })]
  if (judged.length > 0 && empty.length === stages.length)
    return [
      gap(whole, "critical", "empty-phase", "add-in-phase", {
        phase,
        planned: plannedOf(stages.flatMap(({ id }) => at(id))),
      }),
    ]
  return judged.map(({ id }) =>
    gap({ kind: "stage", id }, "warning", "empty", "add", { stage: id, planned: plannedOf(at(id)) }),
  )
}

const gap = (
  subject: Subject,
  severity: Severity,
  messageId: StageGapMessage,
  action: StageGapMessage,
  data: MessageData,
): Rule.Report<StageGapMessage> => ({
  subject,
  severity,
  messageId,
  data,
  evidence: [],
  certainty: "certain",
  recommendation: { messageId: action, data, party: "brand", expectedEffect: null, effort: "medium" },
})

const isActive = ({ status }: Touchpoint) => status === undefined || status === "active"

/** Ids of the planned ones; an id holds no space. */
const plannedOf = (touchpoints: ReadonlyArray<Touchpoint>): string =>
  touchpoints
    .filter(({ status }) => status === "planned")
    .map(({ id }) => id)
    .join(" ")
