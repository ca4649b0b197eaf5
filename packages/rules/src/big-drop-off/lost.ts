import { kindOfStep, type Measurement, type Step } from "@touchpoint/core/metrics"
import type { MessageData, Rule } from "@touchpoint/core/rules"
import { benjaminiHochberg, newcombe, twoProportionTest } from "@touchpoint/core/stats"
import { below } from "../below.ts"
import { shortfall } from "../shortfall.ts"
import type { BigDropOffMessage } from "./messages.ts"

/** From one step to the next: how many went on, of all and by group. */
export interface Passage {
  readonly from: Step
  readonly to: Step
  readonly all: ReadonlyArray<Measurement>
  readonly groups: ReadonlyArray<{ readonly dimension: string; readonly of: ReadonlyArray<Measurement> }>
}

/** What of the options decides. */
export interface Limits {
  readonly within: number
  readonly margin: number
  readonly severe: number
  readonly q: number
  readonly floor: number
  readonly minimum: number
}

type PartyOf = (touchpoint: string) => string
type Found = Rule.Report<BigDropOffMessage>

/** A group and all others, who went on and who was there. */
interface Pair {
  readonly passage: Passage
  readonly dimension: string
  readonly group: Measurement
  readonly others: { readonly x: number; readonly n: number }
  readonly p: number
}

/** Groups that are lost more often than all others of their dimension. */
export const lostByGroups = (
  passages: ReadonlyArray<Passage>,
  limits: Limits,
  partyOf: PartyOf,
): ReadonlyArray<Found> => {
  const pairs = passages.flatMap((passage) =>
    passage.groups.flatMap(({ dimension, of }) => pairsOf(passage, dimension, of, limits.minimum)),
  )
  const qs = benjaminiHochberg(pairs.map(({ p }) => p))
  const seen = new Set<string>()
  return pairs.flatMap((pair, i) => {
    const { dimension, group, others, passage } = pair
    const counts = countsOf(group)
    const interval = newcombe(counts, others, group.interval?.level)
    const { high = null, low = null } = interval ?? {}
    const q = qs[i] ?? 1
    if (interval === null || high === null || low === null || high >= -limits.margin || q >= limits.q) return []
    const data = {
      ...namesOf(passage),
      dimension,
      group: String(group.by[dimension]),
    }
    // Two journeys may share a passage: it is lost once.
    const key = JSON.stringify(data)
    if (seen.has(key)) return []
    seen.add(key)
    const difference = counts.x / counts.n - others.x / others.n
    const place = placeOf(passage)
    return [
      {
        subject: { kind: "touchpoint", id: place },
        severity: high < -limits.severe ? "critical" : "warning",
        certainty: "likely",
        messageId: "group-lost",
        data: { ...data, others: others.x / others.n, difference, low, high, level: interval.level, q },
        evidence: [group],
        recommendation: {
          messageId: "try-as-they",
          data: { ...data, gap: -difference * counts.n },
          party: partyOf(place),
          expectedEffect: {
            value: -difference * counts.n,
            interval: { ...interval, low: -high * counts.n, high: -low * counts.n },
            unit: { kind: "count" },
            unitOfN: group.unitOfN,
          },
          effort: "medium",
        },
      } as const,
    ]
  })
}

/** Passages that hardly anybody makes. */
export const lostByAll = (
  passages: ReadonlyArray<Passage>,
  { floor, minimum, within }: Limits,
  partyOf: PartyOf,
): ReadonlyArray<Found> => {
  const seen = new Set<string>()
  return passages.flatMap((passage) => {
    const [all] = passage.all
    const names = namesOf(passage)
    const key = JSON.stringify(names)
    if (all === undefined || !isWhole(all) || below(all, floor, minimum) !== "likely" || seen.has(key)) return []
    seen.add(key)
    const expectedEffect = shortfall(all, floor)
    const place = placeOf(passage)
    return [
      {
        subject: { kind: "touchpoint", id: place },
        certainty: "likely",
        messageId: "all-lost",
        data: { ...names, days: within, floor },
        evidence: [all],
        recommendation: {
          messageId: "try",
          data: { ...names, floor, gap: expectedEffect?.value ?? null },
          party: partyOf(place),
          expectedEffect,
          effort: "medium",
        },
      } as const,
    ]
  })
}

const isWhole = ({ period }: Measurement) => period?.complete !== false

const countsOf = ({ denominator, n, numerator }: Measurement) => ({ x: numerator ?? 0, n: denominator ?? n })

/** Every group that is large enough, with all other known groups together. */
const pairsOf = (
  passage: Passage,
  dimension: string,
  of: ReadonlyArray<Measurement>,
  minimum: number,
): ReadonlyArray<Pair> => {
  // Who belongs to no known group is neither one nor the other.
  const groups = of.filter((one) => one.by[dimension] !== null && one.value !== null && isWhole(one))
  return groups.flatMap((group) => {
    const rest = groups.filter((one) => one !== group).map(countsOf)
    const others = { x: rest.reduce((sum, { x }) => sum + x, 0), n: rest.reduce((sum, { n }) => sum + n, 0) }
    if (group.n < minimum || others.n < minimum) return []
    const p = twoProportionTest(countsOf(group), others)?.p ?? null
    return p === null ? [] : [{ passage, dimension, group, others, p }]
  })
}

const end = (step: Step, name: "from" | "to"): MessageData =>
  typeof step === "string"
    ? { [name]: step, [`${name}Kind`]: "touchpoint" }
    : {
        [name]: touchpointOf(step) ?? kindOfStep(step),
        [`${name}Kind`]: touchpointOf(step) === null ? "step" : "touchpoint",
      }

const namesOf = ({ from, to }: Passage): MessageData => ({ ...end(from, "from"), ...end(to, "to") })

/** The one touchpoint of a step, where it has one. */
const touchpointOf = (step: Step): string | null => {
  if (typeof step === "string") return step
  const named = step.is?.["touchpoint"]
  return typeof named === "string" ? named : null
}

/** Where somebody has to look: the touchpoint not reached, else the one not left. */
const placeOf = ({ from, to }: Passage): string => touchpointOf(to) ?? touchpointOf(from) ?? kindOfStep(to)
