import { dimension } from "../../questions/Dimension.ts"
import { and, column, present, shard } from "../../questions/Expr.ts"
import { type Funnel, funnel, funnelDefaults } from "../../questions/folds/funnel/index.ts"
import { type GroupStates, tally, type Tally } from "../../questions/Question.ts"
import { type Trails, trails } from "../../questions/Trails.ts"
import { DAY } from "../days.ts"
import { namelessEntries } from "../entries.ts"
import * as Metric from "../Metric.ts"
import { conditionOf, happened, kindOfStep, seeSteps, type Step } from "../step.ts"
import { type Params, stepsAsked } from "./params.ts"

type Counted = Tally<{ readonly rows: { readonly stat: "count" } }>
type People = Tally<{ readonly customers: { readonly stat: "units"; readonly of: string } }>
type Parts<Q extends Metric.GroupedQuestion> = ReadonlyArray<Metric.Part<Q>>

/** What comes back of attempts. */
export interface AttemptStates {
  readonly attempts: GroupStates<Trails<Funnel>>
  readonly anonymous: GroupStates<Counted>
  /** The attempts by shards of customers, where these tell how alike they are. */
  readonly parts?: Parts<Trails<Funnel>>
  readonly people?: GroupStates<People>
}

/** What comes back of events, by shards of customers. */
export interface EventStates {
  readonly entries: Parts<Counted>
  readonly conversions: Parts<Counted>
}

const shards = [dimension("shard", shard(column("customer")))]

/** Whether attempts of one customer may be alike in a way that only customers, taken by shards, can tell. */
const byShards = (decided: Params): boolean => {
  const { attempt, form, of, policy } = decided
  if (policy === "kaplan-meier") return false
  return (
    form === "session" ||
    (attempt === "every" && (policy === "naive" || (of === "previous" && stepsAsked(decided).to > 1)))
  )
}

const rowsOf = (step: Step) => {
  const kind = kindOfStep(step)
  const all = [conditionOf(step), happened(kind)].filter((expr) => expr !== null)
  return { kind, all }
}

const eventsOf = (step: Step): Metric.Apart<Counted> => {
  const { all, kind } = rowsOf(step)
  return Metric.apart(
    tally(kind, { rows: { stat: "count" } }, { where: all.length === 0 ? null : and(...all) }),
    shards,
  )
}

const attemptsOf = (decided: Params, asOf: number | null) => {
  const { form, order, policy, steps, ties, tolerance, within } = decided
  // Where attempts under way count as if they had had their time, one that got there is the best.
  const attempt = decided.attempt === "best" && policy === "naive" ? "furthest" : decided.attempt
  const [first = "", ...others] = steps
  const { ids, kinds, marks } = seeSteps([first, ...others], order === "strict")
  return trails(
    funnel,
    { ...funnelDefaults, steps: ids, order, ties, tolerance, attempt, within: within * DAY, asOf },
    { kinds, marks, unit: form === "session" ? "session" : "customer" },
  )
}

/** The questions of each form; {@link AttemptStates} or {@link EventStates} come back. */
export const questionsOf = (
  decided: Params,
  { asOf }: Metric.MetricContext,
): Readonly<Record<string, Metric.GroupedQuestion>> => {
  const { form, steps } = decided
  const { base, to } = stepsAsked(decided)
  if (form === "event-ratio") return { entries: eventsOf(steps[base] ?? ""), conversions: eventsOf(steps[to] ?? "") }
  const attempts = attemptsOf(decided, asOf)
  const [first = ""] = steps
  const anonymous = namelessEntries(first, form)
  if (!byShards(decided)) return { attempts, anonymous }
  const { all, kind } = rowsOf(first)
  return {
    attempts,
    anonymous,
    parts: Metric.apart(attempts, shards),
    people: tally(
      kind,
      { customers: { stat: "units", of: "customer" } },
      { where: and(present(column(form)), ...all) },
    ),
  }
}
