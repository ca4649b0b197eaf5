import type { MessageData, PluralForms, Sentences, Wording } from "@touchpoint/core/rules"
import { advise, customers, interval, number, threshold, touchpoint } from "../spoken.ts"

/** Ids of what the rule says. */
export type MissingFeedbackMessage = "nobody-asked" | "nobody-answered" | "few-answers" | "ask" | "ask-better"

const share = (data: MessageData, w: Wording) => w.percent(number(data, "share"))
const floor = (data: MessageData, w: Wording) => threshold(number(data, "floor"), { kind: "proportion" }, w)

const times = {
  en: { one: "time", other: "times" },
  ru: { one: "раз", few: "раза", many: "раз", other: "раза" },
  pl: { one: "raz", few: "razy", many: "razy", other: "razu" },
}
const answers: Readonly<Record<"en" | "ru" | "pl", PluralForms>> = {
  en: { one: "more answer", other: "more answers" },
  ru: { one: "ответ", few: "ответа", many: "ответов", other: "ответа" },
  // After „około”, in the genitive.
  pl: { one: "odpowiedzi", other: "odpowiedzi" },
}

/** What the rule says. */
export const messages: Sentences<MissingFeedbackMessage> = {
  en: {
    "nobody-asked": (d, _, w) =>
      `No feedback is recorded about ${touchpoint(d, w)}, which ${w.plural(number(d, "met"), customers.en)} met (${share(d, w)} of all).`,
    "nobody-answered": (d, _, w) =>
      `Customers were asked about ${touchpoint(d, w)} ${w.plural(number(d, "asked"), times.en)}, and no answer is recorded.`,
    "few-answers": (d, [m], w) =>
      `Only ${w.percent(number(d, "rate"))} answer when asked about ${touchpoint(d, w)} (asked ${w.plural(number(d, "asked"), times.en)}${m === undefined ? "" : `; ${interval(m, w)}`}), below ${floor(d, w)}.`,
    ask: (d, _, w) =>
      `Ask customers about ${touchpoint(d, w)} right after they met it: one question, and room for a comment.`,
    "ask-better": advise(
      (n, d, w, span) => `${floor(d, w)} would be about ${w.plural(n, answers.en)}${span}: arithmetic, not a forecast.`,
      (d, w) =>
        `Ask about ${touchpoint(d, w)} sooner, shorter and where customers already are; find the question at which they give up.`,
    ),
  },
  ru: {
    "nobody-asked": (d, _, w) =>
      `О точке контакта ${touchpoint(d, w)} нет ни одного записанного отзыва, а её охват — ${w.plural(number(d, "met"), customers.ru)} (${share(d, w)} всех).`,
    "nobody-answered": (d, _, w) =>
      `О точке контакта ${touchpoint(d, w)} клиентов спросили ${w.plural(number(d, "asked"), times.ru)}, но не записано ни одного ответа.`,
    "few-answers": (d, [m], w) =>
      `На вопросы о точке контакта ${touchpoint(d, w)} отвечают лишь ${w.percent(number(d, "rate"))} (спросили ${w.plural(number(d, "asked"), times.ru)}${m === undefined ? "" : `; ${interval(m, w)}`}), это ниже ${floor(d, w)}.`,
    ask: (d, _, w) =>
      `Спрашивайте клиентов о точке контакта ${touchpoint(d, w)} сразу после неё: один вопрос и поле для комментария.`,
    "ask-better": advise(
      (n, d, w, span) =>
        `Доля ${floor(d, w)} — это примерно на ${w.plural(n, answers.ru)} больше${span}: арифметика, а не прогноз.`,
      (d, w) =>
        `Спрашивайте о точке контакта ${touchpoint(d, w)} раньше, короче и там, где клиент уже находится; найдите вопрос, на котором опрос бросают.`,
    ),
  },
  pl: {
    "nobody-asked": (d, _, w) =>
      `O punkcie styku ${touchpoint(d, w)} nie zapisano żadnej opinii, a jego zasięg to ${w.plural(number(d, "met"), customers.pl)} (${share(d, w)} wszystkich).`,
    "nobody-answered": (d, _, w) =>
      `O punkt styku ${touchpoint(d, w)} zapytano klientów ${w.plural(number(d, "asked"), times.pl)}, ale nie zapisano żadnej odpowiedzi.`,
    "few-answers": (d, [m], w) =>
      `Na pytania o punkt styku ${touchpoint(d, w)} odpowiada tylko ${w.percent(number(d, "rate"))} (zapytano ${w.plural(number(d, "asked"), times.pl)}${m === undefined ? "" : `; ${interval(m, w)}`}), to poniżej ${floor(d, w)}.`,
    ask: (d, _, w) =>
      `Pytaj klientów o punkt styku ${touchpoint(d, w)} tuż po kontakcie z nim: jedno pytanie i miejsce na komentarz.`,
    "ask-better": advise(
      (n, d, w, span) =>
        `Udział ${floor(d, w)} to około ${w.plural(n, answers.pl)} więcej${span}: rachunek, a nie prognoza.`,
      (d, w) =>
        `Pytaj o punkt styku ${touchpoint(d, w)} wcześniej, krócej i tam, gdzie klient już jest; znajdź pytanie, na którym klienci rezygnują.`,
    ),
  },
}
