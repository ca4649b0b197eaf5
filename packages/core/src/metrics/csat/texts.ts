import type { Band } from "../feedbackForms.ts"
import type { Scale } from "../feedback.ts"

const range = (band: Band, { max, min }: Scale): string => {
  const [from, to] = "from" in band ? [band.from, max] : [min, band.to]
  return from === to ? `${from}` : `${from}–${to}`
}

/** Names of the forms. */
export const titleOf = (form: "top-box" | "mean" | "net", good: Band, scale: Scale) => {
  const box = `CSAT, ${range(good, scale)}`
  return {
    "top-box": {
      en: `Satisfied customers (${box} of ${scale.max})`,
      ru: `Доля довольных (${box} из ${scale.max})`,
      pl: `Odsetek zadowolonych (${box} z ${scale.max})`,
    },
    mean: {
      en: `Mean satisfaction (CSAT, ${scale.min}–${scale.max})`,
      ru: `Средняя удовлетворённость (CSAT, ${scale.min}–${scale.max})`,
      pl: `Średnia satysfakcja (CSAT, ${scale.min}–${scale.max})`,
    },
    net: { en: "Net satisfaction (CSAT)", ru: "Чистая удовлетворённость (CSAT)", pl: "Satysfakcja netto (CSAT)" },
  }[form]
}

const answers = (band: Band) =>
  "from" in band
    ? { en: `answers from ${band.from}`, ru: `ответы от ${band.from}`, pl: `odpowiedzi od ${band.from}` }
    : {
        en: `answers up to ${band.to}`,
        ru: `ответы до ${band.to} включительно`,
        pl: `odpowiedzi do ${band.to} włącznie`,
      }

/** What is counted. */
export const numeratorOf = (form: "share" | "mean" | "net", good: Band, bad: Band, scale: Scale) => {
  if (form === "mean") return { en: "sum of scores", ru: "сумма оценок", pl: "suma ocen" }
  if (form === "share") {
    const [from, to] = "from" in good ? [good.from, scale.max] : [scale.min, good.to]
    if (from === to) return { en: `answers of ${to}`, ru: `ответы с оценкой ${to}`, pl: `odpowiedzi z oceną ${to}` }
    return {
      en: `answers from ${from} to ${to}`,
      ru: `ответы от ${from} до ${to}`,
      pl: `odpowiedzi od ${from} do ${to}`,
    }
  }
  const [best, worst] = [answers(good), answers(bad)]
  return { en: `${best.en} minus ${worst.en}`, ru: `${best.ru} минус ${worst.ru}`, pl: `${best.pl} minus ${worst.pl}` }
}
