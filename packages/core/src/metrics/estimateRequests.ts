import * as Effect from "effect/Effect"
import { Engine } from "../engine/Engine.ts"
import type { Answer } from "../questions/Answer.ts"
import type { Calendar } from "../time/Calendar.ts"
import { askAll } from "./askApart.ts"
import { estimateAll } from "./estimateAll.ts"
import { guard, preparedProblem } from "./guard.ts"
import type { MeasureOptions } from "./MeasureOptions.ts"
import type { Measured, MeasureRequest } from "./MeasureRequest.ts"
import { definition, type Passport } from "./Passport.ts"
import { type Failed, type Plan, planAll } from "./plan.ts"
import { refundsUnmatched } from "./refunds.ts"
import { statusesCounted } from "./statuses.ts"
import { weighedGroups, weighedKinds } from "./weighing.ts"

/** What became of a request: its groups, or why there are none. */
export interface Estimated {
  readonly plan: Plan | Failed
  readonly passport: Passport
  readonly definition: string
  readonly measured: ReadonlyArray<Measured> | string
}

/** Plans requests, asks their questions together, and estimates every group of each. */
export const estimateRequests = Effect.fnUntraced(function* (
  requests: ReadonlyArray<MeasureRequest>,
  options: MeasureOptions,
) {
  const engine = yield* Engine
  const plans = yield* planAll(requests, options.calendar)
  const open = plans.filter((plan) => "asked" in plan)
  const statuses = open.some(({ request }) => request.metric.everyStatus === true)
    ? yield* statusesCounted(options.minimumCell ?? 0)
    : null
  const refunds = open.some(({ request }) => request.metric.takesRefunds === true)
    ? yield* refundsUnmatched(options.minimumCell ?? 0)
    : null
  const kinds = weighedKinds(open)
  const answered = yield* askAll([
    ...open.map(({ asked }) => ({
      scoped: asked.flatMap(({ scoped }) => Object.values(scoped)),
      bare: asked.flatMap(({ bare }) => Object.values(bare)),
    })),
    ...kinds.map((rows) => ({ scoped: [rows], bare: [rows] })),
  ])
  const looked = answered.slice(open.length)
  const some = kinds.filter((_, i) => typeof looked[i] !== "string" && (looked[i]?.[0]?.groups.length ?? 0) > 0)
  const weighed = yield* weighedGroups(open, new Set(some.map(({ kind }) => kind)))
  const estimated: Array<Estimated> = []
  for (const plan of plans) {
    yield* Effect.yieldNow
    const passport = passportOf(plan.request, options.calendar)
    const hash = yield* definition(passport)
    const estimate = (own: Plan, answers: ReadonlyArray<Answer> | string) =>
      typeof answers === "string"
        ? Effect.succeed(answers)
        : guard(() =>
            estimateAll(
              own,
              { answers, folds: engine.folds, refunds, statuses, weighed: weighed.get(own) },
              hash,
              options,
            ),
          )
    const measured = "asked" in plan ? yield* estimate(plan, answered[open.indexOf(plan)] ?? []) : plan.failure
    estimated.push({ plan, passport, definition: hash, measured })
  }
  return estimated
})

/** The groups of a request; none where it failed. */
export const groupsOf = ({ measured }: Estimated): ReadonlyArray<Measured> =>
  typeof measured === "string" ? [] : measured

const passportOf = ({ metric, preset = null, where }: MeasureRequest, calendar: Calendar): Passport => {
  const { fiscal, weekStart, zone } = calendar
  const rest = {
    zone,
    ...(weekStart === 1 ? {} : { weekStart }),
    ...(fiscal === undefined ? {} : { fiscalYear: fiscal }),
    population: where ?? null,
    preset,
  }
  return preparedProblem(metric) === null
    ? { metric: metric.metric, params: metric.params, ...metric.passport, ...rest, source: metric.docs.source }
    : { ...nothing, ...rest }
}

/** Passport of a metric that gave none that can be read. */
const nothing = {
  metric: "",
  params: {},
  unit: { kind: "count" },
  unitOfN: "",
  numerator: "",
  denominator: "",
  kind: "",
  clock: "",
  source: "",
} as const
