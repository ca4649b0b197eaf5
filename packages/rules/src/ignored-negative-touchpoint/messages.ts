import type { Measurement } from "@touchpoint/core/metrics"
import type { MessageData, Sentence, Sentences, Wording } from "@touchpoint/core/rules"
import { advise, days, interval, number, threshold, touchpoint } from "../spoken.ts"

type Id = "unowned" | "unreviewed" | "stale" | "assign" | "review"

/** `NPS −12.0 (95% interval −20.1 … −3.9), below 0` for each measurement. */
const figures = (under: string, data: MessageData, of: ReadonlyArray<Measurement>, w: Wording) =>
  of
    .map((m) => {
      const beside = interval(m, w)
      const shown = `${w.metric(m)} ${w.value(m.value, m.unit)}`
      return `${shown}${beside === "" ? "" : ` (${beside})`}, ${under} ${threshold(number(data, m.metric), m.unit, w)}`
    })
    .join("; ")

type Opening = (data: MessageData, of: ReadonlyArray<Measurement>, w: Wording) => string

const openings = {
  en: (d, of, w) =>
    `Feedback on ${touchpoint(d, w)} ${d["certainty"] === "likely" ? "is" : "may be"} negative: ${figures("below", d, of, w)}.`,
  ru: (d, of, w) =>
    `Отзывы о точке контакта ${touchpoint(d, w)}${d["certainty"] === "likely" ? "" : ", возможно,"} негативные: ${figures("ниже", d, of, w)}.`,
  pl: (d, of, w) =>
    `Opinie o punkcie styku ${touchpoint(d, w)} ${d["certainty"] === "likely" ? "są" : "mogą być"} negatywne: ${figures("poniżej", d, of, w)}.`,
} satisfies Record<string, Opening>

const after =
  (opening: Opening, sentence: (data: MessageData, w: Wording) => string): Sentence =>
  (data, of, w) =>
    `${opening(data, of, w)} ${sentence(data, w)}`

const floor = (data: MessageData, w: Wording) => threshold(number(data, "floor"), { kind: "proportion" }, w)
const more = {
  en: { one: "more satisfied answer", other: "more satisfied answers" },
  ru: {
    one: "ответ довольного клиента",
    few: "ответа довольных клиентов",
    many: "ответов довольных клиентов",
    other: "ответа довольных клиентов",
  },
  // After „około”, in the genitive.
  pl: { one: "odpowiedzi zadowolonego klienta", other: "odpowiedzi zadowolonych klientów" },
}
const gap = {
  en: (n: number, d: MessageData, w: Wording, span: string) =>
    `${floor(d, w)} would be about ${w.plural(n, more.en)}${span}: arithmetic, not a forecast.`,
  ru: (n: number, d: MessageData, w: Wording, span: string) =>
    `Доля ${floor(d, w)} — это примерно на ${w.plural(n, more.ru)} больше${span}: арифметика, а не прогноз.`,
  pl: (n: number, d: MessageData, w: Wording, span: string) =>
    `Udział ${floor(d, w)} to około ${w.plural(n, more.pl)} więcej${span}: rachunek, a nie prognoza.`,
}

/** What the rule says. */
export const messages: Sentences<Id> = {
  en: {
    unowned: after(openings.en, () => "Nobody is named to look after it."),
    unreviewed: after(openings.en, () => "It has never been reviewed."),
    stale: after(
      openings.en,
      (d, w) =>
        `It was last reviewed ${w.plural(number(d, "age"), days.en)} before the facts end; the limit is ${w.plural(number(d, "limit"), days.en)}.`,
    ),
    assign: advise(gap.en, (d, w) => `Name an owner for ${touchpoint(d, w)} and look into what customers answered.`),
    review: advise(gap.en, (d, w) => `Review ${touchpoint(d, w)}, beginning with what customers answered.`),
  },
  ru: {
    unowned: after(openings.ru, () => "Ответственный не назначен."),
    unreviewed: after(openings.ru, () => "Точку контакта ещё ни разу не пересматривали."),
    stale: after(
      openings.ru,
      (d, w) =>
        `Последний пересмотр точки контакта — за ${w.plural(number(d, "age"), days.ru)} до конца данных; допустимый срок — ${w.plural(number(d, "limit"), days.ru)}.`,
    ),
    assign: advise(
      gap.ru,
      (d, w) => `Назначьте ответственного за точку контакта ${touchpoint(d, w)} и разберите ответы клиентов.`,
    ),
    review: advise(gap.ru, (d, w) => `Пересмотрите точку контакта ${touchpoint(d, w)}, начав с ответов клиентов.`),
  },
  pl: {
    unowned: after(openings.pl, () => "Nie wyznaczono osoby odpowiedzialnej."),
    unreviewed: after(openings.pl, () => "Punktu styku nie poddano jeszcze przeglądowi."),
    stale: after(
      openings.pl,
      (d, w) =>
        `Ostatni przegląd odbył się ${w.plural(number(d, "age"), days.pl)} przed końcem danych; dopuszczalny odstęp to ${w.plural(number(d, "limit"), days.pl)}.`,
    ),
    assign: advise(
      gap.pl,
      (d, w) => `Wyznacz osobę odpowiedzialną za punkt styku ${touchpoint(d, w)} i przeanalizuj odpowiedzi klientów.`,
    ),
    review: advise(
      gap.pl,
      (d, w) => `Dokonaj przeglądu punktu styku ${touchpoint(d, w)}, zaczynając od odpowiedzi klientów.`,
    ),
  },
}
