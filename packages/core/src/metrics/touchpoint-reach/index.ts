import * as Schema from "effect/Schema"
import { column, not, present, value } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { caveat } from "../Caveat.ts"
import { weightedSize } from "../effectiveSize.ts"
import * as Metric from "../Metric.ts"
import { happened } from "../step.ts"

/**
 * How many customers were reached, or how often: by touchpoint, its reach and its traffic.
 *
 * **Gotchas**
 *
 * Customers of several touchpoints overlap: reach does not add up, traffic does. It is a count of what was recorded,
 * so it has no interval; bursts of one customer make any that assumes independent meetings too narrow.
 *
 * @category metrics
 * @since 0.2.0
 */
export const touchpointReach = Metric.make({
  id: "touchpoint-reach",
  docs: {
    title: { en: "Reach", ru: "Охват", pl: "Zasięg" },
    description: {
      en: "Customers who met a touchpoint, or how often they did.",
      ru: "Сколько клиентов столкнулись с точкой контакта или сколько раз это было.",
      pl: "Ilu klientów zetknęło się z punktem styku albo ile razy to nastąpiło.",
    },
    source: "reach and impressions as in media planning: distinct people, occasions; a count, no formula",
    notWhen: {
      en: "most rows name no customer, or what happens at the touchpoint is recorded only in part",
      ru: "в большинстве строк нет клиента или происходящее в точке контакта записывается лишь частично",
      pl: "większość wierszy nie ma klienta albo to, co dzieje się w punkcie styku, jest zapisywane tylko częściowo",
    },
  },
  title: ({ count, of }) => titles[count === "customers" ? "customers" : of],
  better: "neutral",
  params: Schema.Struct({
    /** Which facts tell that they met: customers interacted, or the brand contacted them. */
    of: Metric.withDefault(Schema.Literals(["interaction", "contact"]), "interaction"),
    /** What is counted: distinct customers, or occasions (interactions, contacts). */
    count: Metric.withDefault(Schema.Literals(["customers", "occasions"]), "customers"),
  }),
  passport: ({ count, of }) => ({
    unit: { kind: "count" },
    unitOfN: count === "customers" ? "customer" : of,
    numerator: whom[count === "customers" ? "customers" : of],
    denominator: { en: "nothing: it is a count", ru: "нет: это количество", pl: "brak: to liczba" },
    kind: of,
    clock: "at",
  }),
  questions: ({ of }) => ({
    rows: tally(
      of,
      {
        // All of them, with their weights and the squares of these.
        all: { stat: "proportion", of: value(true) },
        customers: { stat: "units", of: "customer" },
        anonymous: { stat: "count", where: not(present(column("customer"))) },
      },
      { where: happened(of) },
    ),
  }),
  estimate: ({ rows: { all, anonymous, customers } }, { count }) => {
    const people = count === "customers"
    const n = people ? customers.n : all.n
    // Occasions of a weighted sample stand for more of them; customers have no weight of their own.
    const counted = people ? customers.n : all.w
    // No row may mean that nobody came, or that nobody took note: the facts do not say which.
    const found = n === 0 ? null : counted
    return {
      value: found,
      interval: null,
      n,
      nEffective: null,
      numerator: counted,
      denominator: null,
      caveats: [
        ...(people && anonymous.n > 0 ? [caveat("no-customer", { n: anonymous.n })] : []),
        ...(all.w === all.n
          ? []
          : people
            ? [caveat("weights-ignored")]
            : [caveat("weighted", { nEffective: weightedSize(all, "use"), population: all.w })]),
      ],
    }
  },
  compare: (first, second, { count }) => {
    const valueOf = ({ rows: { all, customers } }: typeof first) => (count === "customers" ? customers.n : all.w)
    return { difference: valueOf(first) - valueOf(second), interval: null, test: null, p: null, effect: null }
  },
})

const titles = {
  customers: { en: "Customers reached", ru: "Охват клиентов", pl: "Zasięg (klienci)" },
  interaction: { en: "Interactions", ru: "Взаимодействия", pl: "Interakcje" },
  contact: { en: "Contacts", ru: "Контакты", pl: "Kontakty" },
}

const whom = {
  customers: { en: "distinct customers", ru: "разные клиенты", pl: "różni klienci" },
  interaction: { en: "interactions, bots left out", ru: "взаимодействия без ботов", pl: "interakcje bez botów" },
  contact: {
    en: "contacts that were not reported as bounced or failed",
    ru: "контакты без недоставленных",
    pl: "kontakty bez niedostarczonych",
  },
}
