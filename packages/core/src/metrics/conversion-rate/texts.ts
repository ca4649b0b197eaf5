import type { Locale } from "../../model/Identifier.ts"
import { type Step, stepTexts } from "../step.ts"
import { type Params, stepsAsked } from "./params.ts"

type Texts = Readonly<Record<Locale, string>>

const units: Readonly<Record<"customer" | "session" | "attempt", Texts>> = {
  customer: { en: "customers", ru: "клиенты", pl: "klienci" },
  session: { en: "sessions", ru: "сессии", pl: "sesje" },
  attempt: { en: "attempts", ru: "попытки", pl: "próby" },
}

const policies: Readonly<Record<Params["policy"], Texts>> = {
  "mature-only": {
    en: "only where the time is over",
    ru: "только те, чьё время истекло",
    pl: "tylko gdy czas już minął",
  },
  "kaplan-meier": {
    en: "all of them, each as long as followed (Kaplan–Meier)",
    ru: "все, каждый за время наблюдения (Каплан — Майер)",
    pl: "wszyscy, każdy przez czas obserwacji (Kaplan–Meier)",
  },
  naive: {
    en: "also where the time is not over",
    ru: "в том числе те, чьё время ещё не истекло",
    pl: "także gdy czas jeszcze nie minął",
  },
}

const attempts: Readonly<Record<Params["attempt"], Texts>> = {
  first: { en: ", by the first attempt", ru: ", по первой попытке", pl: ", według pierwszej próby" },
  best: { en: ", by the best attempt", ru: ", по лучшей попытке", pl: ", według najlepszej próby" },
  every: { en: "", ru: "", pl: "" },
}

const orders: Readonly<Record<Params["order"], Texts>> = {
  sequential: { en: "", ru: "", pl: "" },
  strict: {
    en: ", with nothing else between",
    ru: ", без других событий между шагами",
    pl: ", bez innych zdarzeń między krokami",
  },
  any: { en: ", in any order", ru: ", в любом порядке", pl: ", w dowolnej kolejności" },
}

/** Events of the period, of two steps. */
const eventTexts = (decided: Params): { readonly numerator: Texts; readonly denominator: Texts } => {
  const { base, to } = stepsAsked(decided)
  const said = (step: Step): Texts => {
    const { en, pl, ru } = stepTexts(step)
    return {
      en: `how often in the period: ${en}`,
      ru: `сколько раз за период: ${ru}`,
      pl: `ile razy w okresie: ${pl}`,
    }
  }
  return { numerator: said(decided.steps[to] ?? ""), denominator: said(decided.steps[base] ?? "") }
}

/** Numerator and denominator in words. */
export const textsOf = (decided: Params, days: Texts): { readonly numerator: Texts; readonly denominator: Texts } => {
  const { attempt, form, order, policy, steps } = decided
  if (form === "event-ratio") return eventTexts(decided)
  const who = units[attempt === "every" ? "attempt" : form]
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
  const { base, to } = stepsAsked(decided)
  const [numerator, denominator] = [reached(to + 1), reached(base + 1)]
  const [how, when, which] = [orders[order], attempts[attempt], policies[policy]]
  return {
    numerator: {
      en: `${numerator.en} within ${days.en}${how.en}`,
      ru: `${numerator.ru} в течение ${days.ru}${how.ru}`,
      pl: `${numerator.pl} w ciągu ${days.pl}${how.pl}`,
    },
    denominator: {
      en: `${denominator.en}; ${which.en}${when.en}`,
      ru: `${denominator.ru}; ${which.ru}${when.ru}`,
      pl: `${denominator.pl}; ${which.pl}${when.pl}`,
    },
  }
}
