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

/** A map of the journey as texts: every stage in order, a stage without touchpoints too. */
export const journeyModel = (voice: Voice, { lanes, stages, touchpoints }: JourneyMap): ReadonlyArray<JourneyStage> =>
  stages.map(({ id, phase }) => ({
    id,
    name: voice.wording.name("stage", id),
    phase: voice.wording.name("phase", phase),
    lanes: lanes.map((lane) => ({
      id: lane.id,
      name: voice.wording.name("mode", lane.id),
      entries: touchpoints
        .filter((touchpoint) => touchpoint.stage === id && touchpoint.lane === lane.id)
        .map((touchpoint) => entry(voice, touchpoint)),
    })),
  }))

const entry = (voice: Voice, touchpoint: MappedTouchpoint): JourneyEntry => {
  const { label, wording } = voice
  const { findings, id, interactions, party, promise, score, status } = touchpoint
  const figure = (m: MappedTouchpoint["score"]) =>
    m === null ? label("notMeasured") : `${wording.value(m.value, m.unit)}${weakMark(m)}`
  return {
    touchpoint,
    name: wording.name("touchpoint", id),
    status: status === "active" ? "" : wording.name("status", status),
    party: party === null ? "" : wording.name("party", party),
    score: figure(score),
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
