import type { Locale } from "../../model/Identifier.ts"
import { daysText } from "../days.ts"
import { type Step, stepTexts } from "../step.ts"

type Texts = Readonly<Record<Locale, string>>

/** What of the invitations is measured. */
export type KForm = "k" | "invitations" | "acceptance"

interface Described {
  readonly form: KForm
  readonly entry: Step
  readonly within: number
}

/** `K-factor within 30 days` */
export const titleOf = ({ form, within }: Described): Texts => {
  const days = daysText(within)
  const { en, pl, ru } = {
    k: { en: "K-factor", ru: "K-фактор", pl: "Współczynnik K" },
    invitations: { en: "Invitations per customer", ru: "Приглашений на клиента", pl: "Zaproszenia na klienta" },
    acceptance: {
      en: "Share of invitations accepted",
      ru: "Доля принятых приглашений",
      pl: "Odsetek przyjętych zaproszeń",
    },
  }[form]
  return {
    en: `${en} within ${days.en}`,
    ru: `${ru} за ${days.ru}`,
    pl: `${pl} w ciągu ${days.pl}`,
  }
}

/** Numerator and denominator in words. */
export const textsOf = ({
  entry,
  form,
  within,
}: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const days = daysText(within)
  const start = stepTexts(entry)
  const members: Texts = {
    en: `customers whose first ${start.en} of all is in the period and at least ${days.en} old`,
    ru: `клиенты, чьё самое первое событие (${start.ru}) приходится на период и было не менее ${days.ru} назад`,
    pl: `klienci, których pierwsze w ogóle zdarzenie (${start.pl}) przypada na okres, po upływie co najmniej ${days.pl} od niego`,
  }
  const invitations: Texts = {
    en: `invitations these customers sent to people new to the brand within ${days.en} of it`,
    ru: `приглашения, отправленные этими клиентами новым людям в течение ${days.ru} после него`,
    pl: `zaproszenia wysłane przez tych klientów do nowych osób w ciągu ${days.pl} od niego`,
  }
  const accepted: Texts = {
    en: `new customers who accepted an invitation of these customers within ${days.en} of it, each once`,
    ru: `новые клиенты, принявшие приглашение этих клиентов в течение ${days.ru} после него, каждый один раз`,
    pl: `nowi klienci, którzy przyjęli zaproszenie tych klientów w ciągu ${days.pl} od niego, każdy raz`,
  }
  if (form === "k") return { numerator: accepted, denominator: members }
  if (form === "invitations") return { numerator: invitations, denominator: members }
  return {
    numerator: accepted,
    denominator: {
      en: `invitations to people new to the brand within ${days.en} of the first ${start.en} of customers who have had this time`,
      ru: `приглашения новым людям в течение ${days.ru} после первого события (${start.ru}) клиентов, у которых это время прошло`,
      pl: `zaproszenia do nowych osób w ciągu ${days.pl} od pierwszego zdarzenia (${start.pl}) klientów, dla których ten czas minął`,
    },
  }
}
