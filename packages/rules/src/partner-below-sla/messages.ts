import type { Measurement } from "@touchpoint/core/metrics"
import type { MessageData, PluralForms, Sentence, Sentences, Wording } from "@touchpoint/core/rules"
import { advise, number, quoted, text, threshold } from "../spoken.ts"

/** Ids of what the rule says. */
export type PartnerBelowSlaMessage = "below" | "unproven" | "claim" | "watch"

const party = (data: MessageData, w: Wording) => quoted("party", text(data, "party"), w)
const sla = (data: MessageData, w: Wording) => threshold(number(data, "sla"), { kind: "proportion" }, w)
const level = (data: MessageData, w: Wording) => w.percent(number(data, "level"), 0)
/** The limit with more decimals than the share: it must not look like the agreement it is below. */
const limit = (data: MessageData, w: Wording) => w.percent(number(data, "limit"), 1)
const share = (m: Measurement, w: Wording) => w.value(m.value, m.unit)
const p = (data: MessageData, w: Wording) => w.pValue(number(data, "p"))

const promises: PluralForms = { one: "promise", other: "promises" }
const more = {
  en: { one: "more promise kept", other: "more promises kept" },
  ru: {
    one: "выполненное обещание",
    few: "выполненных обещания",
    many: "выполненных обещаний",
    other: "выполненного обещания",
  },
  // After „około”, in the genitive.
  pl: { one: "dotrzymanej obietnicy", other: "dotrzymanych obietnic" },
}

/** A sentence about the measurement it rests on. */
const about =
  (sentence: (m: Measurement, data: MessageData, w: Wording) => string): Sentence =>
  (data, [m], w) =>
    m === undefined ? text(data, "party") : sentence(m, data, w)

/** What the rule says. */
export const messages: Sentences<PartnerBelowSlaMessage> = {
  en: {
    below: about(
      (m, d, w) =>
        `${party(d, w)} keeps ${share(m, w)} of ${w.plural(m.n, promises)} due, with ${level(d, w)} confidence at most ${limit(d, w)}: less than the ${sla(d, w)} agreed (${p(d, w)}).`,
    ),
    unproven: about(
      (m, d, w) =>
        `${party(d, w)} keeps ${share(m, w)} of ${w.plural(m.n, promises)} due, less than the ${sla(d, w)} agreed; so few promises do not prove it (${p(d, w)}).`,
    ),
    claim: advise(
      (n, d, w, span) => `${sla(d, w)} would be about ${w.plural(n, more.en)}${span}: arithmetic, not a forecast.`,
      (d, w) => `Show ${party(d, w)} these figures and hold it to the agreement, or agree on times it can keep.`,
    ),
    watch: (d, _, w) => `Go on measuring ${party(d, w)} until the figures decide; do not call it a breach before.`,
  },
  ru: {
    below: about(
      (m, d, w) =>
        `${party(d, w)}: выполнено ${share(m, w)} обещаний (всего ${w.count(m.n)}), с вероятностью ${level(d, w)} не более ${limit(d, w)}; это меньше оговорённых ${sla(d, w)} (${p(d, w)}).`,
    ),
    unproven: about(
      (m, d, w) =>
        `${party(d, w)}: выполнено ${share(m, w)} обещаний (всего ${w.count(m.n)}), меньше оговорённых ${sla(d, w)}, но при таком числе обещаний нарушение не доказано (${p(d, w)}).`,
    ),
    claim: advise(
      (n, d, w, span) =>
        `Оговорённые ${sla(d, w)} — это примерно на ${w.plural(n, more.ru)} больше${span}: арифметика, а не прогноз.`,
      (d, w) =>
        `Покажите стороне ${party(d, w)} эти цифры и добейтесь выполнения договорённости или согласуйте выполнимые сроки.`,
    ),
    watch: (d, _, w) =>
      `Продолжайте измерять обещания стороны ${party(d, w)}, пока цифры не дадут ответа; до тех пор не говорите о нарушении.`,
  },
  pl: {
    below: about(
      (m, d, w) =>
        `${party(d, w)}: dotrzymano ${share(m, w)} obietnic (łącznie ${w.count(m.n)}), z ufnością ${level(d, w)} nie więcej niż ${limit(d, w)}; to mniej niż uzgodnione ${sla(d, w)} (${p(d, w)}).`,
    ),
    unproven: about(
      (m, d, w) =>
        `${party(d, w)}: dotrzymano ${share(m, w)} obietnic (łącznie ${w.count(m.n)}), mniej niż uzgodnione ${sla(d, w)}, ale przy tylu obietnicach nie dowodzi to naruszenia (${p(d, w)}).`,
    ),
    claim: advise(
      (n, d, w, span) =>
        `Uzgodnione ${sla(d, w)} to około ${w.plural(n, more.pl)} więcej${span}: rachunek, a nie prognoza.`,
      (d, w) =>
        `Pokaż stronie ${party(d, w)} te liczby i wyegzekwuj umowę albo uzgodnij z nią terminy, których może dotrzymać.`,
    ),
    watch: (d, _, w) =>
      `Mierz dalej obietnice strony ${party(d, w)}, aż liczby rozstrzygną; do tego czasu nie mów o naruszeniu.`,
  },
}
