import type { Locale } from "../../model/Identifier.ts"
import { type Step, stepTexts } from "../step.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly steps: ReadonlyArray<Step>
  readonly step: number
  readonly of: "first" | "previous"
  readonly order: "sequential" | "strict" | "any"
  readonly attempt: "first" | "best" | "every"
  readonly per: "customer" | "session"
}

const units: Readonly<Record<"customer" | "session" | "attempt", Texts>> = {
  customer: { en: "customers", ru: "клиенты", pl: "klienci" },
  session: { en: "sessions", ru: "сессии", pl: "sesje" },
  attempt: { en: "attempts", ru: "попытки", pl: "próby" },
}

const attempts: Readonly<Record<Described["attempt"], Texts>> = {
  first: { en: ", by the first attempt", ru: ", по первой попытке", pl: ", według pierwszej próby" },
  best: { en: ", by the best attempt", ru: ", по лучшей попытке", pl: ", według najlepszej próby" },
  every: { en: "", ru: "", pl: "" },
}

const orders: Readonly<Record<Described["order"], Texts>> = {
  sequential: { en: "", ru: "", pl: "" },
  strict: {
    en: ", with nothing else between",
    ru: ", без других событий между шагами",
    pl: ", bez innych zdarzeń między krokami",
  },
  any: { en: ", in any order", ru: ", в любом порядке", pl: ", w dowolnej kolejności" },
}

/** Numerator and denominator in words. */
export const textsOf = (
  { attempt, of, order, per, step, steps }: Described,
  days: Texts,
): { readonly numerator: Texts; readonly denominator: Texts } => {
  const who = units[attempt === "every" ? "attempt" : per]
  const path = (to: number, locale: Locale) =>
    (order === "any" ? steps : steps.slice(0, to))
      .map((one) => stepTexts(one)[locale])
      .join(order === "any" ? " + " : " → ")
  const reached = (to: number): Texts =>
    order === "any"
      ? {
          en: `${who.en} with ${to} of the steps ${path(to, "en")}`,
          ru: `${who.ru}, у которых есть ${to} из шагов: ${path(to, "ru")}`,
          pl: `${who.pl} z krokami w liczbie ${to} spośród: ${path(to, "pl")}`,
        }
      : {
          en: `${who.en} with ${path(to, "en")}`,
          ru: `${who.ru} с шагами: ${path(to, "ru")}`,
          pl: `${who.pl} z krokami: ${path(to, "pl")}`,
        }
  const numerator = reached(step)
  const denominator = reached(of === "first" ? 1 : step - 1)
  const [how, when] = [orders[order], attempts[attempt]]
  return {
    numerator: {
      en: `${numerator.en} within ${days.en}${how.en}`,
      ru: `${numerator.ru} в течение ${days.ru}${how.ru}`,
      pl: `${numerator.pl} w ciągu ${days.pl}${how.pl}`,
    },
    denominator: {
      en: `${denominator.en}; only where the time is over${when.en}`,
      ru: `${denominator.ru}; только те, чьё время истекло${when.ru}`,
      pl: `${denominator.pl}; tylko gdy czas już minął${when.pl}`,
    },
  }
}
