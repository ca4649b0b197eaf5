import type { Locale } from "../../model/Identifier.ts"
import type { Spending } from "../spending.ts"
import { costTexts } from "../spendingTexts.ts"
import { type Step, stepTexts } from "../step.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described extends Spending {
  readonly acquired: Step
  readonly count: "new" | "every"
}

const isOrder = (step: Step): boolean => typeof step !== "string" && step.kind === "order" && step.is === undefined

/** `Cost per new customer (CAC)` */
export const titleOf = ({ acquired, count }: Described): Texts => {
  if (count === "new" && isOrder(acquired))
    return {
      en: "Cost per new customer (CAC)",
      ru: "Стоимость привлечения клиента (CAC)",
      pl: "Koszt pozyskania klienta (CAC)",
    }
  const { en, pl, ru } = stepTexts(acquired)
  return count === "new"
    ? {
        en: `Cost per customer with a first ${en}`,
        ru: `Стоимость привлечения клиента: ${ru}`,
        pl: `Koszt pozyskania klienta: ${pl}`,
      }
    : {
        en: `Cost per conversion: ${en}`,
        ru: `Стоимость конверсии (CPA): ${ru}`,
        pl: `Koszt konwersji (CPA): ${pl}`,
      }
}

/** Numerator and denominator in words. */
export const textsOf = (said: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const { en, pl, ru } = stepTexts(said.acquired)
  return {
    numerator: costTexts(said),
    denominator:
      said.count === "new"
        ? {
            en: `customers whose first ${en} of all is in the period`,
            ru: `клиенты, чьё самое первое событие (${ru}) приходится на период`,
            pl: `klienci, których pierwsze w ogóle zdarzenie (${pl}) przypada na okres`,
          }
        : {
            en: `every ${en} in the period`,
            ru: `все события за период (${ru})`,
            pl: `wszystkie zdarzenia w okresie (${pl})`,
          },
  }
}
