import type { Locale } from "../../model/Identifier.ts"

type Texts = Readonly<Record<Locale, string>>

/** What the scores of a version say. */
interface Words {
  readonly version: string
  readonly easy: string
  readonly best: string
  readonly worst: string
  readonly scale: string
}

const words: Readonly<Record<1 | 2, Words>> = {
  1: { version: "CES 1.0", easy: "1–2", best: "1–2", worst: "4–5", scale: "1–5" },
  2: { version: "CES 2.0", easy: "5–7", best: "6–7", worst: "1–3", scale: "1–7" },
}

/** Names of the forms. */
export const titleOf = (form: "agree" | "mean" | "net", version: 1 | 2): Texts => {
  const { easy, scale, version: name } = words[version]
  return {
    agree: {
      en: `Easy for customers (${name}, ${easy} on ${scale})`,
      ru: `Доля тех, кому было легко (${name}, ${easy} по шкале ${scale})`,
      pl: `Odsetek klientów, którym było łatwo (${name}, ${easy} w skali ${scale})`,
    },
    mean:
      version === 1
        ? {
            en: `Mean customer effort (${name}, ${scale}, low is good)`,
            ru: `Средние усилия клиента (${name}, ${scale}, меньше — лучше)`,
            pl: `Średni wysiłek klienta (${name}, ${scale}, mniej znaczy lepiej)`,
          }
        : {
            en: `Mean ease for customers (${name}, ${scale})`,
            ru: `Средняя лёгкость для клиента (${name}, ${scale})`,
            pl: `Średnia łatwość dla klienta (${name}, ${scale})`,
          },
    net: {
      en: `Net ease for customers (${name})`,
      ru: `Чистая лёгкость для клиента (${name})`,
      pl: `Łatwość netto dla klienta (${name})`,
    },
  }[form]
}

/** What is counted. */
export const numeratorOf = (form: "agree" | "mean" | "net", version: 1 | 2): Texts => {
  const { best, easy, scale, worst } = words[version]
  return {
    agree: {
      en: `answers ${easy} on ${scale}`,
      ru: `ответы ${easy} по шкале ${scale}`,
      pl: `odpowiedzi ${easy} w skali ${scale}`,
    },
    mean: { en: "sum of scores", ru: "сумма оценок", pl: "suma ocen" },
    net: {
      en: `answers ${best} minus answers ${worst} on ${scale}`,
      ru: `ответы ${best} минус ответы ${worst} по шкале ${scale}`,
      pl: `odpowiedzi ${best} minus odpowiedzi ${worst} w skali ${scale}`,
    },
  }[form]
}
