import type { Locale } from "../../model/Identifier.ts"
import { type Step, stepTexts } from "../step.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly state: "new" | "current" | "resurrected" | "dormant"
  readonly form: "share" | "count"
  readonly activity: Step
}

const names: Readonly<Record<Described["state"], Texts>> = {
  new: { en: "New customers", ru: "Новые клиенты", pl: "Nowi klienci" },
  current: { en: "Current customers", ru: "Оставшиеся клиенты", pl: "Obecni klienci" },
  resurrected: { en: "Resurrected customers", ru: "Возвращённые клиенты", pl: "Odzyskani klienci" },
  dormant: { en: "Dormant customers", ru: "Замолчавшие клиенты", pl: "Uśpieni klienci" },
}

/** `New customers, share` */
export const titleOf = ({ form, state }: Described): Texts => {
  const { en, pl, ru } = names[state]
  return form === "count" ? { en, ru, pl } : { en: `${en}, share`, ru: `${ru}, доля`, pl: `${pl}, odsetek` }
}

/** Numerator and denominator in words. */
export const textsOf = ({ activity, state }: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const { en, pl, ru } = stepTexts(activity)
  const now: Texts = {
    en: `customers with an event (${en}) in the period`,
    ru: `клиенты с событием (${ru}) за период`,
    pl: `klienci ze zdarzeniem (${pl}) w okresie`,
  }
  const before: Texts = {
    en: `customers with an event (${en}) in the period before`,
    ru: `клиенты с событием (${ru}) за предыдущий период`,
    pl: `klienci ze zdarzeniem (${pl}) w poprzednim okresie`,
  }
  const numerators: Readonly<Record<Described["state"], Texts>> = {
    new: {
      en: `${now.en} and never earlier`,
      ru: `${now.ru} и никогда раньше`,
      pl: `${now.pl} i nigdy wcześniej`,
    },
    current: {
      en: `${now.en} and in the one before`,
      ru: `${now.ru} и за предыдущий`,
      pl: `${now.pl} i w poprzednim`,
    },
    resurrected: {
      en: `${now.en}, not in the one before, but earlier`,
      ru: `${now.ru}, без него за предыдущий, но с ним раньше`,
      pl: `${now.pl}, bez niego w poprzednim, ale z nim wcześniej`,
    },
    dormant: {
      en: `${before.en} and none in this one`,
      ru: `${before.ru} и без него за этот`,
      pl: `${before.pl} i bez niego w tym`,
    },
  }
  return { numerator: numerators[state], denominator: state === "dormant" ? before : now }
}
