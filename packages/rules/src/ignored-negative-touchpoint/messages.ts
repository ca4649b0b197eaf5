import type { Measurement } from "@touchpoint/core/metrics"
import type { MessageData, Sentence, Sentences, Wording } from "@touchpoint/core/rules"
import { interval, number, quoted, text, threshold } from "../spoken.ts"

type Id = "unowned" | "unreviewed" | "stale" | "assign" | "review"

const place = (data: MessageData, w: Wording) => quoted("touchpoint", text(data, "touchpoint"), w)

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
    `Feedback on ${place(d, w)} ${d["certainty"] === "likely" ? "is" : "may be"} negative: ${figures("below", d, of, w)}.`,
  ru: (d, of, w) =>
    `Отзывы о точке контакта ${place(d, w)}${d["certainty"] === "likely" ? "" : ", возможно,"} негативные: ${figures("ниже", d, of, w)}.`,
  pl: (d, of, w) =>
    `Opinie o punkcie styku ${place(d, w)} ${d["certainty"] === "likely" ? "są" : "mogą być"} negatywne: ${figures("poniżej", d, of, w)}.`,
} satisfies Record<string, Opening>

const after =
  (opening: Opening, sentence: (data: MessageData, w: Wording) => string): Sentence =>
  (data, of, w) =>
    `${opening(data, of, w)} ${sentence(data, w)}`

const days = {
  en: { one: "day", other: "days" },
  ru: { one: "день", few: "дня", many: "дней", other: "дня" },
  pl: { one: "dzień", few: "dni", many: "dni", other: "dnia" },
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
    assign: (d, _, w) => `Name an owner for ${place(d, w)} and look into what customers answered.`,
    review: (d, _, w) => `Review ${place(d, w)}, beginning with what customers answered.`,
  },
  ru: {
    unowned: after(openings.ru, () => "Ответственный не назначен."),
    unreviewed: after(openings.ru, () => "Точку контакта ещё ни разу не пересматривали."),
    stale: after(
      openings.ru,
      (d, w) =>
        `Последний пересмотр точки контакта — за ${w.plural(number(d, "age"), days.ru)} до конца данных; допустимый срок — ${w.plural(number(d, "limit"), days.ru)}.`,
    ),
    assign: (d, _, w) => `Назначьте ответственного за точку контакта ${place(d, w)} и разберите ответы клиентов.`,
    review: (d, _, w) => `Пересмотрите точку контакта ${place(d, w)}, начав с ответов клиентов.`,
  },
  pl: {
    unowned: after(openings.pl, () => "Nie wyznaczono osoby odpowiedzialnej."),
    unreviewed: after(openings.pl, () => "Punktu styku nie poddano jeszcze przeglądowi."),
    stale: after(
      openings.pl,
      (d, w) =>
        `Ostatni przegląd odbył się ${w.plural(number(d, "age"), days.pl)} przed końcem danych; dopuszczalny odstęp to ${w.plural(number(d, "limit"), days.pl)}.`,
    ),
    assign: (d, _, w) =>
      `Wyznacz osobę odpowiedzialną za punkt styku ${place(d, w)} i przeanalizuj odpowiedzi klientów.`,
    review: (d, _, w) => `Dokonaj przeglądu punktu styku ${place(d, w)}, zaczynając od odpowiedzi klientów.`,
  },
}
