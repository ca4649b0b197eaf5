import type { Measurement } from "@touchpoint/core/metrics"
import type { JourneyMap, MappedTouchpoint, Voice } from "@touchpoint/core/report"
import { weakMark } from "./scale.ts"

/** A touchpoint of the map as texts. */
export interface JourneyEntry {
  readonly touchpoint: MappedTouchpoint
  readonly name: string
  /** The name of its status where that is not the usual one. */
  readonly status: string
  readonly party: string
  readonly score: string
  readonly promise: string
  readonly interactions: string
  /** `warning 2, info 1`, gravest first; empty where nothing was found. */
  readonly findings: string
}

/** A stage of the map with its touchpoints by lane. */
export interface JourneyStage {
  readonly id: string
  readonly name: string
  readonly phase: string
  readonly lanes: ReadonlyArray<{
    readonly id: string
    readonly name: string
    readonly entries: ReadonlyArray<JourneyEntry>
  }>
}

/** What the scores of a map are called: the metric that most touchpoints have, which names the column. */
export const scoreOf = ({ touchpoints }: JourneyMap): Measurement | null => {
  const groups = Map.groupBy(
    touchpoints.flatMap(({ score }) => score ?? []),
    ({ definition }) => definition,
  )
  const [most] = [...groups.values()].toSorted((a, b) => b.length - a.length)
  return most?.[0] ?? null
}

/** A map of the journey as texts: every stage in order, a stage without touchpoints too. */
export const journeyModel = (voice: Voice, map: JourneyMap): ReadonlyArray<JourneyStage> => {
  const { lanes, stages, touchpoints } = map
  const usual = scoreOf(map)?.definition
  return stages.map(({ id, phase }) => ({
    id,
    name: voice.wording.name("stage", id),
    phase: voice.wording.name("phase", phase),
    lanes: lanes.map((lane) => ({
      id: lane.id,
      name: voice.wording.name("mode", lane.id),
      entries: touchpoints
        .filter((touchpoint) => touchpoint.stage === id && touchpoint.lane === lane.id)
        .map((touchpoint) => entry(voice, touchpoint, usual)),
    })),
  }))
}

const entry = (voice: Voice, touchpoint: MappedTouchpoint, usual: string | undefined): JourneyEntry => {
  const { label, wording } = voice
  const { findings, id, interactions, party, promise, score, status } = touchpoint
  const figure = (m: MappedTouchpoint["score"]) =>
    m === null
      ? label("notMeasured")
      : m.value === null
        ? label("hidden")
        : `${wording.value(m.value, m.unit)}${weakMark(m)}`
  return {
    touchpoint,
    name: wording.name("touchpoint", id),
    status: status === "active" ? "" : wording.name("status", status),
    party: party === null ? "" : wording.name("party", party),
    // A touchpoint may have been asked about by another question than most: then it says by which.
    score: score === null || score.definition === usual ? figure(score) : `${figure(score)} · ${wording.metric(score)}`,
    promise: promise === null ? "" : figure(promise),
    interactions: interactions === null ? "" : wording.count(interactions),
    findings: (["critical", "warning", "info"] as const)
      .flatMap((severity) => {
        const n = findings.filter((finding) => finding.severity === severity).length
        return n === 0 ? [] : [n === 1 ? label(severity) : `${label(severity)} ${wording.count(n)}`]
      })
      .join(", "),
  }
}
