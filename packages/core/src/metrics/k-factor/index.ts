import * as Schema from "effect/Schema"
import type { Referrals } from "../../questions/folds/referrals/index.ts"
import { clusteredProportion, type Interval, meanInterval, type PairedSample, type Sample } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { DAY } from "../days.ts"
import { meanDifference, shareDifference } from "../difference.ts"
import { namelessEntries } from "../entries.ts"
import { type CustomerEvents, fewEventsDifference, fewEventsInterval } from "../fewEvents.ts"
import { membersOf } from "../invitations.ts"
import * as Metric from "../Metric.ts"
import { anyOrders } from "../statuses.ts"
import { kindOfStep, Step } from "../step.ts"
import { type KForm, textsOf, titleOf } from "./texts.ts"

/**
 * How many new customers each customer brings along: accepted invitations per member of a cohort, within some days of
 * the member's first order. Members who invited nobody count, and only those who have had the days. An invited person
 * counts once, whoever invited her, and not if she was a customer already.
 *
 * **Gotchas**
 *
 * K says nothing of how fast: see `viral-cycle-time`. A K above 1 means growth without end only while there are people
 * left to invite.
 *
 * @category metrics
 * @since 0.2.0
 */
export const kFactor = Metric.make({
  id: "k-factor",
  docs: {
    title: { en: "K-factor", ru: "K-фактор", pl: "Współczynnik K" },
    description: {
      en: "New customers whom each customer brings along by invitation.",
      ru: "Сколько новых клиентов приводит по приглашению каждый клиент.",
      pl: "Ilu nowych klientów przyprowadza przez zaproszenie każdy klient.",
    },
    source: "accepted invitations per mature member of a cohort; interval over members: Student 1908, Garwood 1936",
    notWhen: {
      en: "acceptances are not recorded: a K of 0 would be the record's, not the customers'",
      ru: "принятие приглашений не фиксируется: нулевой K отражал бы учёт, а не клиентов",
      pl: "przyjęcia zaproszeń nie są zapisywane: K równe 0 byłoby cechą zapisu, a nie klientów",
    },
  },
  title: titleOf,
  better: "higher",
  params: Schema.Struct({
    /** `k`: accepted per member; `invitations`: sent per member; `acceptance`: accepted among those sent. */
    form: Metric.withDefault(Schema.Literals(["k", "invitations", "acceptance"]), "k"),
    /** What makes a customer a member of the cohort: the first of all. */
    entry: Metric.withDefault(Step, { kind: "order" }),
    /** Days from it in which invitations are sent and accepted. */
    within: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0)), 30),
  }),
  kinds: ({ entry }) => [...new Set([kindOfStep(entry), "referral"])],
  horizon: ({ within }) => within * DAY,
  passport: (decided) => ({
    unit: decided.form === "acceptance" ? { kind: "proportion" } : { kind: "ratio" },
    unitOfN: decided.form === "acceptance" ? "invitation" : "customer",
    ...textsOf(decided),
    kind: kindOfStep(decided.entry),
    clock: "at",
  }),
  everyStatus: ({ entry }) => anyOrders([entry]),
  questions: ({ entry, within }, context) => ({
    cohort: membersOf(entry, within, context),
    anonymous: namelessEntries(entry, "customer"),
  }),
  estimate: ({ anonymous, cohort: { fold } }, { form }, level) => {
    const { accepted, invitations, members } = sumsOf(fold)
    const caveats = [
      ...(fold.members > members ? [caveat("immature-window", { n: fold.members - members })] : []),
      ...(fold.backwards > 0 ? [caveat("backwards", { n: fold.backwards })] : []),
      ...(anonymous.rows.n > 0 ? [caveat("no-customer", { n: anonymous.rows.n })] : []),
    ]
    const none = { value: null, interval: null, nEffective: null, numerator: null, denominator: null, caveats }
    if (form === "acceptance") {
      const share = clusteredProportion(pairsOf(fold), level)
      if (share === null) return { ...none, n: invitations }
      return {
        ...none,
        value: accepted / invitations,
        interval: share.interval,
        n: invitations,
        nEffective: share.nEffective,
        numerator: accepted,
        denominator: invitations,
        caveats: share.interval === null ? [...caveats, caveat("no-ci")] : caveats,
      }
    }
    if (members === 0) return { ...none, n: 0 }
    const interval = perMember(fold, form, level)
    const numerator = form === "k" ? accepted : invitations
    return {
      value: numerator / members,
      interval,
      n: members,
      nEffective: members,
      numerator,
      denominator: members,
      caveats: interval === null ? [...caveats, caveat("no-ci")] : caveats,
    }
  },
  compare: (first, second, { form }, level) => {
    const [a, b] = [first.cohort.fold, second.cohort.fold]
    if (form !== "acceptance") {
      const found = meanDifference(sampleOf(a, form), sampleOf(b, form), level)
      if (found === null) return null
      // One member alone shows no spread.
      const few =
        Math.min(sumsOf(a).members, sumsOf(b).members) < 2
          ? null
          : fewEventsDifference(eventsOf(a, form), eventsOf(b, form), level)
      return { ...found, ...few, effect: found.effect }
    }
    const trialsOf = (fold: Referrals) => {
      const share = clusteredProportion(pairsOf(fold), level)
      const n = share?.nEffective ?? sumsOf(fold).invitations
      return { n, x: (share?.p ?? 0) * n }
    }
    return shareDifference(trialsOf(a), trialsOf(b), level)
  },
})

const sumsOf = ({ mature }: Referrals) =>
  mature.reduce(
    (sum, { accepted, invitations, n }) => ({
      members: sum.members + n,
      invitations: sum.invitations + n * invitations,
      accepted: sum.accepted + n * accepted,
    }),
    { members: 0, invitations: 0, accepted: 0 },
  )

/** What one member did, by form. */
const worth = (form: KForm): "accepted" | "invitations" => (form === "k" ? "accepted" : "invitations")

const sampleOf = (fold: Referrals, form: KForm): Sample => {
  const { [worth(form)]: sum, members: n } = sumsOf(fold)
  const mean = sum / n
  return { n, mean, m2: fold.mature.reduce((m2, one) => m2 + one.n * (one[worth(form)] - mean) ** 2, 0) }
}

/** Inviters as clusters of (accepted, sent): who invited nobody says nothing of how invitations are taken. */
const pairsOf = (fold: Referrals): PairedSample => {
  const inviters = { ...fold, mature: fold.mature.filter(({ invitations }) => invitations > 0) }
  const { accepted, invitations, members: n } = sumsOf(inviters)
  const [meanX, meanY] = [accepted / n, invitations / n]
  const cxy = inviters.mature.reduce((sum, one) => sum + one.n * (one.accepted - meanX) * (one.invitations - meanY), 0)
  return { n, meanX, meanY, mxx: sampleOf(inviters, "k").m2, myy: sampleOf(inviters, "invitations").m2, cxy }
}

const eventsOf = (fold: Referrals, form: KForm): CustomerEvents => ({
  sum: fold.mature.reduce((sum, one) => sum + one.n * one[worth(form)], 0),
  squares: fold.mature.reduce((sum, one) => sum + one.n * one[worth(form)] ** 2, 0),
  base: sumsOf(fold).members,
})

/**
 * Interval of a mean per member. Where few make it, Garwood's for as many independent events as the members' own come
 * to ((Σx)² ÷ Σx²): Student's t would reach below 0 and miss too often above.
 */
const perMember = (fold: Referrals, form: KForm, level: number): Interval | null => {
  const sample = sampleOf(fold, form)
  const events = eventsOf(fold, form)
  if (sample.n < 2 || (events.sum > 0 && sample.m2 === 0)) return null
  const few = fewEventsInterval(events, level)
  if (few !== null) return few
  const interval = meanInterval(sample, level)
  return interval === null ? null : { ...interval, low: Math.max(0, interval.low ?? 0) }
}
