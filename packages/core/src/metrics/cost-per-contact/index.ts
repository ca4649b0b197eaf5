import * as Schema from "effect/Schema"
import { dimension } from "../../questions/Dimension.ts"
import { tally } from "../../questions/Question.ts"
import { type Interval, type PairedSample, ratioOfSums, twoRatios } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { moneyCaveats, moneyProblem } from "../money.ts"
import { costsOf, spanOf, spendingCaveats, spendingParams, SpendingUnit, spentOf, unitOf } from "../spending.ts"
import { pairUp, withoutInterval } from "../spendingPairs.ts"
import { costTexts, withCost } from "../spendingTexts.ts"
import { happened } from "../step.ts"

const params = Schema.Struct({
  /** What is paid for: contacts by the brand, or interactions of customers. */
  base: Metric.withDefault(Schema.Literals(["contacts", "interactions"]), "contacts"),
  /** Where costs and contacts are recorded together: what the interval takes for independent. */
  pairs: Metric.withDefault(SpendingUnit, "day"),
  ...spendingParams,
}).check(
  Schema.makeFilter((said) =>
    said.base === "interactions" && said.pairs === "campaign"
      ? "pairs: interactions name no campaign; use touchpoint or day"
      : (moneyProblem(said) ?? true),
  ),
)

type Params = typeof params.Type

const kinds = { contacts: "contact", interactions: "interaction" } as const

/**
 * Money spent per contact that reached a customer, or per interaction of a customer: the costs of a period over what
 * happened in it. Messages that bounced and visits of robots do not count.
 *
 * @category metrics
 * @since 0.2.0
 */
export const costPerContact = Metric.make({
  id: "cost-per-contact",
  docs: {
    title: { en: "Cost per contact", ru: "Стоимость контакта", pl: "Koszt kontaktu" },
    description: {
      en: "Costs of a period per contact or interaction.",
      ru: "Расходы периода на один контакт или взаимодействие.",
      pl: "Koszty okresu na kontakt lub interakcję.",
    },
    source: "ratio of sums over days, touchpoints or campaigns, delta method; Fieller 1954 from g = 0.05",
    notWhen: {
      en: "contacts differ in what they are for: a letter and a call do not compete by price",
      ru: "контакты служат разным целям: письмо и звонок не сравнивают по цене",
      pl: "kontakty służą różnym celom: listu i rozmowy nie porównuje się ceną",
    },
  },
  title: ({ base }) =>
    base === "contacts"
      ? { en: "Cost per contact", ru: "Стоимость контакта", pl: "Koszt kontaktu" }
      : { en: "Cost per interaction", ru: "Стоимость взаимодействия", pl: "Koszt interakcji" },
  better: "lower",
  params,
  kinds: ({ base }) => [kinds[base], "cost"],
  passport: ({ base, pairs, ...spending }) => ({
    unit: { kind: "money", currency: spending.currency },
    unitOfN: kinds[base],
    numerator: costTexts(spending),
    denominator: withCost(
      pairs,
      base === "contacts"
        ? {
            en: "contacts of the period that neither bounced nor failed",
            ru: "контакты за период, кроме недоставленных",
            pl: "kontakty z okresu, bez niedostarczonych",
          }
        : {
            en: "interactions of the period, without robots",
            ru: "взаимодействия за период, без роботов",
            pl: "interakcje z okresu, bez robotów",
          },
    ),
    kind: kinds[base],
    clock: "at",
  }),
  periodic: true,
  questions: ({ base, pairs, ...spending }, context) => ({
    costs: costsOf(spending, context, pairs),
    contacts: Metric.apart(
      tally(kinds[base], { rows: { stat: "count" } }, { where: happened(kinds[base]), span: spanOf(context) }),
      [dimension("unit", unitOf(pairs, context, "packageId"))],
    ),
  }),
  estimate: (states, said, level) => {
    const { pairs, spent, units } = pairedOf(states, said)
    const known = units.n > 0
    const caveats = [
      ...moneyCaveats(said, spent.foreign),
      ...spendingCaveats(known ? spent : { ...spent, rows: 0 }, pairs.without),
      ...(pairs.cost < 0 ? [caveat("cost-nonpositive")] : []),
      ...(pairs.nameless > 0 ? [caveat("not-stated", { n: pairs.nameless })] : []),
    ]
    const shown = known && spent.foreign === 0
    const common = {
      n: pairs.rows,
      nEffective: known ? units.n : null,
      numerator: shown ? pairs.cost : null,
      denominator: shown ? pairs.brought : null,
    }
    const ratio = shown && pairs.cost >= 0 ? ratioOfSums(units, level) : null
    if (ratio === null) return { ...common, value: null, interval: null, caveats }
    // What is not paid back costs nothing at least; a t interval knows nothing of that.
    const interval = ratio.se === 0 || ratio.interval === null ? null : notBelowZero(ratio.interval)
    return {
      ...common,
      value: pairs.cost / pairs.brought,
      interval,
      caveats: interval === null ? [...caveats, withoutInterval(pairs, said)] : caveats,
    }
  },
  compare: (first, second, said, level) => {
    const [a, b] = [pairedOf(first, said), pairedOf(second, said)]
    if ([a, b].some(({ pairs, spent }) => spent.foreign > 0 || pairs.cost < 0 || pairs.rows === 0)) return null
    const test = twoRatios(a.units, b.units, level)
    return {
      difference: a.pairs.cost / a.pairs.brought - b.pairs.cost / b.pairs.brought,
      interval: test?.interval ?? null,
      test: "welch-t",
      p: test?.p ?? null,
      effect: null,
    }
  },
})

const notBelowZero = (interval: Interval): Interval => ({
  ...interval,
  low: interval.low === null ? null : Math.max(0, interval.low),
})

interface States {
  readonly costs: Parameters<typeof spentOf>[0]
  readonly contacts: ReadonlyArray<{
    readonly key: ReadonlyArray<string | number | null>
    readonly states: { readonly rows: { readonly n: number } }
  }>
}

/** Costs and contacts by unit, with the pairs as (cost, contacts). */
const pairedOf = ({ contacts, costs }: States, said: Params) => {
  const spent = spentOf(costs)
  const counted = new Map(
    contacts.map(({ key: [one = null], states: { rows } }) => [one, { amount: rows.n, rows: rows.n }] as const),
  )
  const pairs = pairUp(spent, counted, said.pairs)
  const { cxy, meanX, meanY, mxx, myy, n } = pairs.units
  const units: PairedSample = { n, meanX: meanY, meanY: meanX, mxx: myy, myy: mxx, cxy }
  return { pairs, spent, units }
}
