import * as Schema from "effect/Schema"
import { and, column, not, oneOf, present } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import { compareContactShare, contactShare, estimateContactShare, unstatedContacts } from "../contacts.ts"
import * as Metric from "../Metric.ts"
import { happened } from "../step.ts"

const params = Schema.Struct({
  /** Classes of contacts that are tied to an occasion of the customer. */
  occasions: Metric.withDefault(Schema.NonEmptyArray(Schema.String), ["occasion"]),
  /** Classes they are a share of, beside themselves. */
  classes: Metric.withDefault(Schema.Array(Schema.String), ["marketing"]),
})

/**
 * Share of the brand's marketing that is tied to an occasion of the customer, such as a birthday: contacts of class
 * `occasion` among these and those of class `marketing`.
 *
 * **Gotchas**
 *
 * The class is what the source says. A contact without a class is outside, as nobody knows what it was.
 *
 * @category metrics
 * @since 0.2.0
 */
export const occasionShare = Metric.make({
  id: "occasion-share",
  docs: {
    title: { en: "Contacts on an occasion", ru: "Контакты по случаю события", pl: "Kontakty okolicznościowe" },
    description: {
      en: "Share of marketing contacts that are tied to an occasion of the customer.",
      ru: "Доля маркетинговых контактов, приуроченных к событию клиента.",
      pl: "Odsetek kontaktów marketingowych związanych z okazją klienta.",
    },
    source: "share of contacts by class, clustered by customer; interval: Wilson 1927 at the effective size",
    notWhen: {
      en: "every newsletter is called an occasion: the share says what the sender thinks",
      ru: "поводом называют любую рассылку: доля показывает лишь мнение отправителя",
      pl: "okazją nazywa się każdy newsletter: odsetek mówi tylko, co sądzi nadawca",
    },
  },
  better: "neutral",
  params,
  passport: ({ classes, occasions }) => {
    const [own, all] = [occasions.join(", "), [...new Set([...occasions, ...classes])].join(", ")]
    return {
      unit: { kind: "proportion" },
      unitOfN: "contact",
      numerator: {
        en: `contacts of class ${own} that reached customers`,
        ru: `контакты класса ${own}, дошедшие до клиентов`,
        pl: `kontakty klasy ${own}, które dotarły do klientów`,
      },
      denominator: {
        en: `contacts of class ${all} that reached customers`,
        ru: `контакты класса ${all}, дошедшие до клиентов`,
        pl: `kontakty klasy ${all}, które dotarły do klientów`,
      },
      kind: "contact",
      clock: "at",
    }
  },
  questions: ({ classes, occasions }) => {
    const group = column("class")
    const arrived = happened("contact")
    const counted = arrived === null ? [] : [arrived]
    return {
      ...contactShare(oneOf(group, occasions), and(...counted, oneOf(group, [...occasions, ...classes]))),
      unstated: tally("contact", { rows: { stat: "count" } }, { where: and(...counted, not(present(group))) }),
    }
  },
  estimate: (states, _, level) => estimateContactShare(states, level, unstatedContacts(states.unstated.rows.n)),
  compare: (first, second, _, level) => compareContactShare(first, second, level),
})
