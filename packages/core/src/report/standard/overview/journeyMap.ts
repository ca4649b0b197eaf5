import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Measurement } from "../../../metrics/Measurement.ts"
import { rankMeasurements } from "../../../metrics/ranking.ts"
import type { Inventory } from "../../../model/Inventory.ts"
import type { Finding } from "../../../rules/Finding.ts"
import { message } from "../../../rules/Message.ts"
import type { MappedTouchpoint, Section } from "../../Block.ts"
import type { JourneyInput } from "./ReportInput.ts"
import { said, section } from "./section.ts"

const LANES = ["online", "offline"] as const
/** The lane of touchpoints whose channel nobody wrote down. */
const UNSTATED = "unstated"

/** The map of the journey: what the inventory lists, with what was measured and found there. */
export const journeySection = (
  inventory: Inventory,
  { interactions, promises, scores }: JourneyInput,
  findings: ReadonlyArray<Finding>,
): Section => {
  const modes = new Map(inventory.allChannels.map(({ id, mode }) => [id, mode] as const))
  // The brand answers for most touchpoints: what is found about it says nothing of any one of them.
  const given = new Set(inventory.allParties.filter(({ kind }) => kind !== "brand").map(({ id }) => id))
  const scored = scores.toSorted((a, b) => measured(b) - measured(a)).map(byTouchpoint)
  const promised = promises === null ? new Map<string, Measurement>() : byTouchpoint(promises)
  const touchpoints = inventory.touchpoints
    // A touchpoint out of use is no part of the journey any more.
    .filter(({ status }) => status !== "retired")
    .map(({ channel, id, party, stage, status = "active" }): MappedTouchpoint => ({
      id,
      stage,
      lane: (channel === undefined ? undefined : modes.get(channel)) ?? UNSTATED,
      party: party ?? null,
      status,
      score: scored.flatMap((of) => of.get(id) ?? [])[0] ?? null,
      promise: promised.get(id) ?? null,
      interactions: interactions?.get(id) ?? null,
      findings: findings
        .filter(
          ({ subject }) =>
            (subject.kind === "touchpoint" && subject.id === id) ||
            (subject.kind === "party" && subject.id === party && given.has(subject.id)),
        )
        .map(({ rule, severity, subject }) => ({ rule, severity, subject })),
    }))
  const used = new Set(touchpoints.map(({ lane }) => lane))
  const stages = inventory.allStages.map(({ id, phase }) => ({ id, phase }))
  const title = message(
    "report/journey",
    {
      touchpoints: touchpoints.length,
      stages: stages.length,
      gaps: stages.filter(({ id }) => !touchpoints.some(({ stage }) => stage === id)).length,
      found: touchpoints.filter((touchpoint) => touchpoint.findings.length > 0).length,
    },
    worstOf(
      touchpoints.flatMap(({ score }) => score ?? []),
      scores,
    ),
  )
  const lanes = [...LANES, UNSTATED].filter((lane) => used.has(lane)).map((id) => ({ id }))
  return section(title, [{ type: "journey-map", title: said("journeyLegend"), stages, lanes, touchpoints }])
}

/** The worst of the scores most touchpoints have, after shrinkage; none where they differ no more than by chance. */
const worstOf = (
  shown: ReadonlyArray<Measurement>,
  scores: ReadonlyArray<MeasureResult>,
): ReadonlyArray<Measurement> => {
  const [most = []] = [...Map.groupBy(shown, ({ definition }) => definition).values()].toSorted(
    (a, b) => b.length - a.length,
  )
  const better = scores.find(({ definition }) => definition === most[0]?.definition)?.request.metric.better
  if (better === undefined || better === "neutral") return []
  const { differ, ranked } = rankMeasurements(most, { better })
  return differ ? ranked.slice(0, 1).map(({ measurement }) => measurement) : []
}

/** How many touchpoints a score was measured at. */
const measured = ({ measurements }: MeasureResult): number => measurements.filter(({ value }) => value !== null).length

const byTouchpoint = ({ measurements }: MeasureResult): ReadonlyMap<string, Measurement> =>
  new Map(
    measurements.flatMap((m) => {
      const { touchpoint } = m.by
      // Nothing to count is the same as not measured; what is withheld or on another scale is worth seeing.
      return typeof touchpoint !== "string" || m.n === 0 ? [] : [[touchpoint, m] as const]
    }),
  )
