import type { Locale } from "../../model/Identifier.ts"
import { DAY, daysText } from "../days.ts"
import type { PromiseTerms } from "./outcome.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described extends PromiseTerms {
  readonly form: "kept" | "early" | "late" | "missing"
  readonly weights: "use" | "ignore"
}

const none: Texts = { en: "", ru: "", pl: "" }

const joined = (...parts: ReadonlyArray<Texts>): Texts => ({
  en: parts.map(({ en }) => en).join(""),
  ru: parts.map(({ ru }) => ru).join(""),
  pl: parts.map(({ pl }) => pl).join(""),
})

/** What the number is called: its form, and what differs from the default terms. */
export const titleOf = ({ form, inFull, rule, target, tolerance, weights }: Described): Texts => {
  const forms: Readonly<Record<Described["form"], Texts>> = {
    kept: { en: "Promises kept", ru: "Выполненные обещания", pl: "Dotrzymane obietnice" },
    early: {
      en: "Promises fulfilled early",
      ru: "Обещания, выполненные раньше срока",
      pl: "Obietnice spełnione przed terminem",
    },
    late: {
      en: "Promises fulfilled late",
      ru: "Обещания, выполненные с опозданием",
      pl: "Obietnice spełnione po terminie",
    },
    missing: { en: "Promises never fulfilled", ru: "Невыполненные обещания", pl: "Obietnice niespełnione" },
  }
  const rules: Readonly<Record<Described["rule"], Texts>> = {
    "as-stated": none,
    instant: { en: ", timestamp rule", ru: ", по времени", pl: ", według godziny" },
    day: { en: ", calendar-day rule", ru: ", по календарным дням", pl: ", według dni kalendarzowych" },
  }
  const targets: Readonly<Record<Described["target"], Texts>> = {
    original: none,
    latest: { en: ", latest date promised", ru: ", последний обещанный срок", pl: ", ostatni obiecany termin" },
    requested: { en: ", date requested", ru: ", срок по желанию клиента", pl: ", termin żądany przez klienta" },
  }
  const days = daysText(tolerance / DAY)
  return joined(
    forms[form],
    rules[rule],
    targets[target],
    tolerance === 0 ? none : { en: `, ± ${days.en}`, ru: `, ± ${days.ru}`, pl: `, ± ${days.pl}` },
    inFull === "require" ? { en: ", in full", ru: ", полностью", pl: ", w całości" } : none,
    weights === "ignore" ? { en: ", unweighted", ru: ", без весов", pl: ", bez wag" } : none,
  )
}

const numerators: Readonly<Record<Described["form"], Readonly<Record<Described["rule"], Texts>>>> = {
  kept: {
    "as-stated": {
      en: "promises due and fulfilled in time by the rule each states",
      ru: "обещания с наступившим сроком, выполненные вовремя по указанному в каждом правилу",
      pl: "obietnice, których termin minął, spełnione na czas według reguły podanej w każdej z nich",
    },
    instant: {
      en: "promises due and fulfilled by the promised instant",
      ru: "обещания с наступившим сроком, выполненные не позже обещанного момента",
      pl: "obietnice, których termin minął, spełnione nie później niż w obiecanej chwili",
    },
    day: {
      en: "promises due and fulfilled by the end of the promised local day",
      ru: "обещания с наступившим сроком, выполненные до конца обещанного местного дня",
      pl: "obietnice, których termin minął, spełnione do końca obiecanego dnia lokalnego",
    },
  },
  early: {
    "as-stated": {
      en: "promises due and fulfilled early by the rule each states",
      ru: "обещания с наступившим сроком, выполненные раньше срока по указанному в каждом правилу",
      pl: "obietnice, których termin minął, spełnione wcześniej według reguły podanej w każdej z nich",
    },
    instant: {
      en: "promises due and fulfilled before the promised instant",
      ru: "обещания с наступившим сроком, выполненные раньше обещанного момента",
      pl: "obietnice, których termin minął, spełnione przed obiecaną chwilą",
    },
    day: {
      en: "promises due and fulfilled on a local day before the promised one",
      ru: "обещания с наступившим сроком, выполненные до наступления обещанного местного дня",
      pl: "obietnice, których termin minął, spełnione przed obiecanym dniem lokalnym",
    },
  },
  late: {
    "as-stated": {
      en: "promises due and fulfilled late by the rule each states",
      ru: "обещания с наступившим сроком, выполненные с опозданием по указанному в каждом правилу",
      pl: "obietnice, których termin minął, spełnione z opóźnieniem według reguły podanej w każdej z nich",
    },
    instant: {
      en: "promises due and fulfilled after the promised instant",
      ru: "обещания с наступившим сроком, выполненные позже обещанного момента",
      pl: "obietnice, których termin minął, spełnione po obiecanej chwili",
    },
    day: {
      en: "promises due and fulfilled after the end of the promised local day",
      ru: "обещания с наступившим сроком, выполненные после обещанного местного дня",
      pl: "obietnice, których termin minął, spełnione po obiecanym dniu lokalnym",
    },
  },
  missing: {
    "as-stated": {
      en: "promises due and not fulfilled up to now",
      ru: "обещания с наступившим сроком, не выполненные до сих пор",
      pl: "obietnice, których termin minął, dotąd niespełnione",
    },
    instant: {
      en: "promises due by the instant and not fulfilled up to now",
      ru: "обещания, обещанный момент которых наступил, не выполненные до сих пор",
      pl: "obietnice, których obiecana chwila minęła, dotąd niespełnione",
    },
    day: {
      en: "promises whose local day is over and not fulfilled up to now",
      ru: "обещания, местный день которых прошёл, не выполненные до сих пор",
      pl: "obietnice, których dzień lokalny minął, dotąd niespełnione",
    },
  },
}

/** Numerator and denominator in words. */
export const textsOf = (decided: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const { cancelled, form, inFull, rule, target, tolerance } = decided
  const days = daysText(tolerance / DAY)
  const within: Texts =
    tolerance === 0 || form === "missing"
      ? none
      : form === "kept"
        ? {
            en: `, or up to ${days.en} later`,
            ru: `, с допуском ${days.ru}`,
            pl: `, z tolerancją ${days.pl}`,
          }
        : { en: `, by more than ${days.en}`, ru: `, более чем на ${days.ru}`, pl: `, o więcej niż ${days.pl}` }
  const full: Texts =
    inFull === "require" && form === "kept" ? { en: ", in full", ru: ", полностью", pl: ", w całości" } : none
  const targets: Readonly<Record<Described["target"], Texts>> = {
    original: {
      en: "; due by the date first promised",
      ru: "; срок — первый обещанный",
      pl: "; termin – pierwszy obiecany",
    },
    latest: {
      en: "; due by the latest date promised",
      ru: "; срок — последний обещанный",
      pl: "; termin – ostatni obiecany",
    },
    requested: {
      en: "; due by the date the customer asked for",
      ru: "; срок — желаемый клиентом",
      pl: "; termin – żądany przez klienta",
    },
  }
  const counted: Readonly<Record<Described["cancelled"], Texts>> = {
    "by-customer": {
      en: "promises due and not cancelled by the customer",
      ru: "обещания с наступившим сроком, не отменённые клиентом",
      pl: "obietnice, których termin minął, nieodwołane przez klienta",
    },
    "by-anyone": {
      en: "promises due and not cancelled",
      ru: "обещания с наступившим сроком, не отменённые",
      pl: "obietnice, których termin minął, nieodwołane",
    },
  }
  return {
    numerator: joined(numerators[form][rule], within, full),
    denominator: joined(counted[cancelled], targets[target]),
  }
}
