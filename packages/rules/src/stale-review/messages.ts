import type { Sentences } from "@touchpoint/core/rules"
import { days, number, touchpoint } from "../spoken.ts"

/** Ids of what the rule says. */
export type StaleReviewMessage = "stale" | "never" | "review"

/** What the rule says. */
export const messages: Sentences<StaleReviewMessage> = {
  en: {
    stale: (d, _, w) =>
      `${touchpoint(d, w)} was last reviewed ${w.plural(number(d, "age"), days.en)} before the facts end; the limit is ${w.plural(number(d, "limit"), days.en)}.`,
    never: (d, _, w) => `${touchpoint(d, w)} has never been reviewed, though others have.`,
    review: (d, _, w) => `Review ${touchpoint(d, w)} and write the day into the inventory.`,
  },
  ru: {
    stale: (d, _, w) =>
      `Последний пересмотр точки контакта ${touchpoint(d, w)} — за ${w.plural(number(d, "age"), days.ru)} до конца данных; допустимый срок — ${w.plural(number(d, "limit"), days.ru)}.`,
    never: (d, _, w) => `Точку контакта ${touchpoint(d, w)} ещё ни разу не пересматривали, в отличие от других.`,
    review: (d, _, w) => `Пересмотрите точку контакта ${touchpoint(d, w)} и запишите дату в перечень точек контакта.`,
  },
  pl: {
    stale: (d, _, w) =>
      `Ostatni przegląd punktu styku ${touchpoint(d, w)} odbył się ${w.plural(number(d, "age"), days.pl)} przed końcem danych; dopuszczalny odstęp to ${w.plural(number(d, "limit"), days.pl)}.`,
    never: (d, _, w) => `Punktu styku ${touchpoint(d, w)} nie poddano jeszcze przeglądowi, w odróżnieniu od innych.`,
    review: (d, _, w) => `Dokonaj przeglądu punktu styku ${touchpoint(d, w)} i zapisz datę w rejestrze punktów styku.`,
  },
}
