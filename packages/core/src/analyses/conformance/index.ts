import type { Journey } from "../../model/Journey.ts"
import {
  type Conformance,
  conformance,
  type ConformanceOptions,
  type PlannedStep,
  plannedStep,
} from "../../questions/folds/conformance/index.ts"
import { column, eq, oneOf } from "../../questions/Expr.ts"
import { type Mark, mark, type Trails, trails, type TrailsOver } from "../../questions/Trails.ts"
import { type AnalysisCaveat, sizeCaveats } from "../Caveat.ts"
import { type Share, shareOf } from "../Share.ts"

/** What is planned about a step beside its touchpoint. @category conformance @since 0.2.0 */
export interface StepPlan extends Partial<Omit<PlannedStep, "mark" | "channel">> {
  /** Channels that are right; any where left out. */
  readonly channels?: ReadonlyArray<string>
}

/** What conformance is asked with. @category conformance @since 0.2.0 */
export interface ConformanceAsked extends Partial<Omit<ConformanceOptions, "steps" | "start">> {
  /** Of each touchpoint. */
  readonly plans?: Readonly<Record<string, StepPlan>>
  /** Each row of the first step begins an attempt anew; else there is one from the first row that opens. */
  readonly again?: boolean
  /** Kinds of rows the journey is made of; interactions where left out. They need a touchpoint. */
  readonly kinds?: TrailsOver["kinds"]
  readonly unit?: string
  readonly open?: TrailsOver["open"]
}

/**
 * Asks an engine how customers kept to a planned journey of the inventory.
 *
 * **Example** (Ordered, delivered within two days, by courier)
 *
 * ```ts
 * import { conformanceQuestion } from "@touchpoint/core/analyses"
 *
 * const question = conformanceQuestion(
 *   { steps: ["checkout", "delivery"] },
 *   { plans: { delivery: { within: 2 * 86_400_000, channels: ["courier"] } } },
 * )
 * console.log(question.marks.length) // 3
 * ```
 *
 * @category conformance
 * @since 0.2.0
 */
export const conformanceQuestion = (
  { steps }: Pick<Journey, "steps">,
  {
    again = false,
    asOf = null,
    kinds = ["interaction"],
    open,
    plans = {},
    unit = "customer",
    within = null,
  }: ConformanceAsked = {},
): Trails<Conformance> => {
  const named = kinds.map((one) => (typeof one === "string" ? one : (one.kind ?? "")))
  const marks = new Map<string, Mark>()
  const marked = (id: string, when: NonNullable<Mark["any"][number]["when"]>) => {
    marks.set(id, mark(id, ...named.map((kind) => ({ kind, when }))))
    return id
  }
  const planned = steps.map((touchpoint): PlannedStep => {
    const { channels, ...plan } = new Map(Object.entries(plans)).get(touchpoint) ?? {}
    return plannedStep(marked(`step ${touchpoint}`, eq(column("touchpoint"), touchpoint)), {
      ...plan,
      channel:
        channels === undefined
          ? null
          : marked(`channel ${JSON.stringify(channels)}`, oneOf(column("channel"), channels)),
    })
  })
  return trails(
    conformance,
    { steps: planned, start: again ? (planned[0]?.mark ?? null) : null, within, asOf },
    { kinds, marks: [...marks.values()], unit, ...(open === undefined ? {} : { open }) },
  )
}

/** How one planned step came. @category conformance @since 0.2.0 */
export interface StepConformance {
  readonly name: string
  /** Of all mature attempts. */
  readonly missing: Share
  readonly outOfOrder: Share
  readonly wrongChannel: Share
  readonly late: Share
  readonly conforming: Share
  /** Rows that repeated it, per attempt; `null` without attempts. */
  readonly repeats: number | null
}

/** How journeys kept to their plan. @category conformance @since 0.2.0 */
export interface ConformanceReading {
  /** Mature attempts. */
  readonly attempts: number
  /** Attempts that may still change; they are in no share. */
  readonly immature: number
  /** Attempts in which every required step conforms; of these, those with nothing else. */
  readonly kept: Share
  readonly perfect: Share
  /** Mean share of required steps that conform; `null` without attempts, or where none is required. */
  readonly fitness: number | null
  readonly steps: ReadonlyArray<StepConformance>
  /** Touchpoints nobody planned, those of most attempts first. */
  readonly unplanned: ReadonlyArray<{ readonly label: string; readonly rows: number; readonly share: Share }>
  readonly caveats: ReadonlyArray<AnalysisCaveat>
}

/** How conformance is read. @category conformance @since 0.2.0 */
export interface ConformanceReadingOptions {
  /** Of the intervals; 0.95 where left out. */
  readonly level?: number
  /** Names of the steps; their numbers where left out. */
  readonly names?: ReadonlyArray<string>
  /** Customers have several attempts, which are alike: shares then have no interval. */
  readonly clustered?: boolean
}

/**
 * Reads how journeys kept to their plan, step by step, all as shares of the mature attempts.
 *
 * **Example** (One of two was delivered late)
 *
 * ```ts
 * import { readConformance } from "@touchpoint/core/analyses"
 * import { conformance, plannedStep } from "@touchpoint/core/questions"
 * import { runFold } from "@touchpoint/testing"
 *
 * const options = { steps: [plannedStep("ordered"), plannedStep("came", { within: 5 })], start: null, within: null, asOf: null }
 * const units = [3, 9].map((came) => [{ at: 0, marks: "ordered" }, { at: came, marks: "came" }])
 * const state = runFold(conformance, options, units).get("") ?? conformance.empty(options)
 * const { kept, steps } = readConformance(state, { names: ["order", "delivery"] })
 * console.log(kept.value, steps[1]?.late.value) // 0.5 0.5
 * ```
 *
 * @category conformance
 * @since 0.2.0
 */
export const readConformance = (
  { attempts, conforming, immature, kept, perfect, steps, unplanned }: Conformance,
  { clustered = false, level, names = [] }: ConformanceReadingOptions = {},
): ConformanceReading => {
  const of = (x: number) => shareOf(x, attempts, level, clustered ? null : attempts)
  const required = conforming.length - 1
  const fit = conforming.reduce((sum, n, k) => sum + n * k, 0)
  return {
    attempts,
    immature,
    kept: of(kept),
    perfect: of(perfect),
    fitness: attempts === 0 || required === 0 ? null : fit / required / attempts,
    steps: steps.map(({ done, repeated, ...step }, k) => ({
      name: names[k] ?? String(k + 1),
      missing: of(attempts - done),
      outOfOrder: of(step.outOfOrder),
      wrongChannel: of(step.wrongChannel),
      late: of(step.late),
      conforming: of(step.conforming),
      repeats: attempts === 0 ? null : repeated / attempts,
    })),
    unplanned: unplanned
      .map(({ attempts: met, label, rows }) => ({ label, rows, share: of(met) }))
      .toSorted((a, b) => b.share.numerator - a.share.numerator || (a.label < b.label ? -1 : 1)),
    caveats: [
      ...sizeCaveats(attempts),
      ...(immature > 0 ? [{ id: "immature-window" as const, data: { immature } }] : []),
    ],
  }
}
