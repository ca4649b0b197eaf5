import type { Measurement } from "@touchpoint/core/metrics"
import { type Funnel, type Notes, notesOf, type Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"

/** A step of a funnel as texts. */
export interface FunnelStep {
  readonly overall: Measurement
  readonly relative: Measurement | null
  readonly name: string
  /** How many reached it; empty where that is not counted in whole numbers. */
  readonly reached: string
  readonly share: string
  /** Interval of the share; empty for the first step, which all have reached. */
  readonly interval: string
  /** Share of those at the step before. */
  readonly onward: string
  /** Share of those at the step before that went no further. */
  readonly dropOff: string
}

/** A funnel as texts. */
export interface FunnelModel {
  readonly title: string
  /** What the funnel is called: `Checkout · Jan 2026`. */
  readonly name: string
  readonly steps: ReadonlyArray<FunnelStep>
  readonly notes: Notes
}

/** Steps of a funnel with shares of all and of the step before. */
export const funnelModel = (voice: Voice, funnel: Funnel): FunnelModel => {
  const { wording } = voice
  const [first] = funnel.steps
  const name = wording.name("funnel", funnel.id)
  return {
    title: voice.say(funnel.title),
    name: first === undefined ? name : `${name} · ${wording.period(first.overall.period)}`,
    steps: funnel.steps.map(({ label, overall, relative }, i): FunnelStep => {
      const own = wording.name("step", label)
      const onward = relative?.value ?? null
      return {
        overall,
        relative,
        name: own === label ? wording.name("touchpoint", label) : own,
        reached:
          overall.numerator === null
            ? ""
            : voice.say(message("report/size", { n: overall.numerator }, [{ ...overall, unitOfN: "" }])),
        share: wording.value(overall.value, overall.unit),
        interval: i === 0 || overall.interval === null ? "" : wording.interval(overall.interval, overall.unit),
        onward: relative === null ? "" : wording.value(onward, relative.unit),
        dropOff: onward === null ? "" : wording.percent(1 - onward),
      }
    }),
    notes: notesOf(
      voice,
      funnel.steps.map(({ overall }) => overall),
    ),
  }
}
