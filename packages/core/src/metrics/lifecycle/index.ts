import * as Schema from "effect/Schema"
import { garwood, mover, rateRatio, wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { reachCaveats } from "../reach.ts"
import { anyOrders } from "../statuses.ts"
import { kindOfStep, Step } from "../step.ts"
import { reachesOf, type StateAnswers, stateQuestions } from "../lifecycleStates.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  /** Active now and never before, now and in the period before, now and only earlier, or in the period before only. */
  state: Metric.withDefault(Schema.Literals(["new", "current", "resurrected", "dormant"]), "new"),
  form: Metric.withDefault(Schema.Literals(["share", "count"]), "share"),
  /** What makes a customer active. */
  activity: Metric.withDefault(Step, { kind: "order" }),
})

type Params = typeof params.Type

const better = { new: "higher", current: "higher", resurrected: "higher", dormant: "lower" } as const

/**
 * How many customers of a period are new, stayed, came back, or fell silent since the period before.
 *
 * **Gotchas**
 *
 * Shares of the new, current and resurrected are of the customers active in the period and add up to 1; that of the
 * dormant is of those who were active in the period before. New is who the facts never saw earlier: where they begin
 * with the period before, those who came back look new.
 *
 * @category metrics
 * @since 0.2.0
 */
export const lifecycle = Metric.make({
  id: "lifecycle",
  docs: {
    title: { en: "Customer lifecycle", ru: "Жизненный цикл клиентов", pl: "Cykl życia klientów" },
    description: {
      en: "Customers who are new, stayed, came back or fell silent since the period before.",
      ru: "Клиенты, которые пришли впервые, остались, вернулись или замолчали по сравнению с предыдущим периодом.",
      pl: "Klienci, którzy są nowi, zostali, wrócili lub zamilkli od poprzedniego okresu.",
    },
    source:
      "new, current, resurrected, dormant as Amplitude's lifecycle; interval: Wilson 1927, of counts Garwood 1936",
    notWhen: {
      en: "the period is shorter than customers usually wait: most would be dormant and then resurrected",
      ru: "период короче обычной паузы клиентов: большинство будут то молчащими, то вернувшимися",
      pl: "okres jest krótszy niż zwykła przerwa klientów: większość będzie na przemian uśpiona i powracająca",
    },
  },
  title: titleOf,
  better: "higher",
  betterWith: ({ state }) => better[state],
  params,
  periodic: true,
  passport: (decided) => ({
    unit: { kind: decided.form === "share" ? "proportion" : "count" },
    unitOfN: "customer",
    ...textsOf(decided),
    kind: kindOfStep(decided.activity),
    clock: "at",
  }),
  everyStatus: ({ activity }) => anyOrders([activity]),
  questions: ({ activity }, context) => stateQuestions(activity, context),
  estimate: (states, decided, level) => {
    const { n, nameless, told, withheld, x } = countOf(states, decided)
    const caveats = [...reachCaveats(told), ...(nameless > 0 ? [caveat("no-customer", { n: nameless })] : [])]
    if (withheld)
      return { value: null, interval: null, n, nEffective: null, numerator: null, denominator: null, caveats }
    const share = decided.form === "share"
    return {
      value: share ? x / n : x,
      interval: share ? wilson(x, n, level) : garwood(x, 1, level),
      n,
      nEffective: n === 0 ? null : n,
      numerator: x,
      denominator: n,
      caveats,
    }
  },
  compare: (first, second, decided, level) => {
    const [a, b] = [countOf(first, decided), countOf(second, decided)]
    if (a.withheld || b.withheld) return null
    if (decided.form === "share") return shareDifference(a, b, level)
    const of = ({ x }: { readonly x: number }) => ({ value: x, interval: garwood(x, 1, level) })
    return {
      difference: a.x - b.x,
      interval: mover(of(a), of(b)),
      test: "conditional-binomial",
      p: rateRatio({ events: a.x, exposure: 1 }, { events: b.x, exposure: 1 }, level)?.p ?? null,
      effect: null,
    }
  },
})

/** Customers in the state, those it is a share of, and what is known of the time before. */
const countOf = (states: StateAnswers, { form, state }: Params) => {
  const { before, ever } = reachesOf(states)
  const { current, dormant, new: fresh, resurrected } = states.customers
  const n = state === "dormant" ? dormant.n + current.n : fresh.n + current.n + resurrected.n
  // Nobody can have been there before the facts: those who came back are among the new.
  const blurred = !before.short && ever.short && (state === "new" || state === "resurrected")
  const unknown = before.endless || before.short || (blurred && state === "resurrected")
  const nameless = states.anonymous.rows.n
  // A share of nobody is none. To count nobody is to count: unless there are no facts, or they name nobody.
  const nobody = n === 0 && (form === "share" || !before.begun || nameless > 0)
  return {
    x: states.customers[state].n,
    n,
    nameless,
    withheld: unknown || nobody,
    told: blurred ? ever : before,
  }
}
