import * as Schema from "effect/Schema"
import type { Extent } from "../../moments/Extent.ts"
import { value } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { type Interval, mover, twoProportionTest, wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { reachesOf, type StateAnswers, stateQuestions } from "../lifecycleStates.ts"
import * as Metric from "../Metric.ts"
import { reachCaveats } from "../reach.ts"
import { anyOrders } from "../statuses.ts"
import { kindOfStep, Step, stepTexts } from "../step.ts"

/**
 * Customers won for each one lost: those who are new or came back, over those who fell silent since the period before.
 * Above 1 the base grows.
 *
 * **Gotchas**
 *
 * It says nothing of how many there are: 2 won and 1 lost beat 900 won and 1000 lost.
 *
 * @category metrics
 * @since 0.2.0
 */
export const pulse = Metric.make({
  id: "pulse",
  docs: {
    title: { en: "Pulse", ru: "Пульс базы клиентов", pl: "Puls bazy klientów" },
    description: {
      en: "Customers won (new or resurrected) for each one who fell silent since the period before.",
      ru: "Сколько клиентов приобретено (новых и вернувшихся) на одного замолчавшего с предыдущего периода.",
      pl: "Ilu klientów zyskano (nowych i odzyskanych) na jednego uśpionego od poprzedniego okresu.",
    },
    source: "(new + resurrected) / dormant, Amplitude's pulse; interval: Wilson 1927 of the won among all who changed",
    notWhen: {
      en: "purchases follow the season: then the base of every autumn seems to die",
      ru: "покупки сезонные: тогда каждую осень база будто бы умирает",
      pl: "zakupy są sezonowe: wtedy każdej jesieni baza zdaje się umierać",
    },
  },
  better: "higher",
  params: Schema.Struct({
    /** What makes a customer active. */
    activity: Metric.withDefault(Step, { kind: "order" }),
  }),
  periodic: true,
  passport: ({ activity }) => {
    const { en, pl, ru } = stepTexts(activity)
    return {
      unit: { kind: "ratio" },
      unitOfN: "customer",
      numerator: {
        en: `customers with an event (${en}) in the period and not in the one before`,
        ru: `клиенты с событием (${ru}) за период и без него за предыдущий`,
        pl: `klienci ze zdarzeniem (${pl}) w okresie i bez niego w poprzednim`,
      },
      denominator: {
        en: `customers with an event (${en}) in the period before and not in this one`,
        ru: `клиенты с событием (${ru}) за предыдущий период и без него за этот`,
        pl: `klienci ze zdarzeniem (${pl}) w poprzednim okresie i bez niego w tym`,
      },
      kind: kindOfStep(activity),
      clock: "at",
    }
  },
  everyStatus: ({ activity }) => anyOrders([activity]),
  questions: ({ activity }, context) => ({
    ...stateQuestions(activity, context),
    // Every row tells them: two pulses in a row are known by the period that both look at.
    periods: tally(kindOfStep(activity), {
      from: { stat: "extent", of: value(context.period?.from ?? 0) },
      previousFrom: { stat: "extent", of: value(context.period?.previous?.from ?? 0) },
    }),
  }),
  estimate: (states, _, level) => {
    const { lost, n, told, unknown, won } = movesOf(states)
    const nameless = states.anonymous.rows.n
    const caveats = [
      ...reachCaveats(told),
      ...(nameless > 0 ? [caveat("no-customer", { n: nameless })] : []),
      ...(!unknown && n > 0 && lost === 0 ? [caveat("zero-denominator")] : []),
    ]
    const none = { value: null, interval: null, n, nEffective: null, numerator: null, denominator: null, caveats }
    if (unknown || n === 0) return none
    return {
      ...none,
      value: lost === 0 ? null : won / lost,
      interval: lost === 0 ? null : odds(won, n, level),
      nEffective: n,
      numerator: won,
      denominator: lost,
    }
  },
  compare: (first, second, _, level) => {
    const [a, b] = [movesOf(first), movesOf(second)]
    if (a.unknown || b.unknown || a.lost === 0 || b.lost === 0) return null
    const [p, q] = [a.won / a.lost, b.won / b.lost]
    // Whoever was there by chance in the period between two was won in one and lost in the other: they are no two samples.
    if (inARow(first.periods, second.periods) || inARow(second.periods, first.periods))
      return { difference: p - q, interval: null, test: null, p: null, effect: null }
    const test = twoProportionTest({ x: a.won, n: a.n }, { x: b.won, n: b.n })
    return {
      difference: p - q,
      interval: mover({ value: p, interval: odds(a.won, a.n, level) }, { value: q, interval: odds(b.won, b.n, level) }),
      test: test?.method ?? null,
      p: test?.p ?? null,
      effect: null,
    }
  },
})

interface Periods {
  readonly from: Extent
  readonly previousFrom: Extent
}

/** Whether one pulse looks back at the period of the other. */
const inARow = (later: Periods, earlier: Periods): boolean => later.previousFrom.min === earlier.from.min

/** Customers won and lost, and all who changed. */
const movesOf = (states: StateAnswers) => {
  const { before: told } = reachesOf(states)
  const { dormant, new: fresh, resurrected } = states.customers
  const [won, lost] = [fresh.n + resurrected.n, dormant.n]
  return { won, lost, n: won + lost, told, unknown: told.short }
}

/** Given all who changed, those won are a share: its limits as odds. */
const odds = (won: number, n: number, level: number): Interval | null => {
  const share = wilson(won, n, level)
  const of = (end: number | null) => (end === null ? null : end / (1 - end))
  return share === null ? null : { low: of(share.low), high: of(share.high), level, method: "wilson-odds" }
}
