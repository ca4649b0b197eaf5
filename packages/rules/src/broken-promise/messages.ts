import type { Measurement } from "@touchpoint/core/metrics"
import type { MessageData, PluralForms, Sentence, Sentences, Wording } from "@touchpoint/core/rules"
import { advise, interval, number, quoted, text, threshold } from "../spoken.ts"

type Id = "below" | "maybe-below" | "agree" | "mend"

const party = (data: MessageData, w: Wording) => quoted("party", text(data, "party"), w)
const target = (data: MessageData, w: Wording) => threshold(number(data, "target"), { kind: "proportion" }, w)
const share = (m: Measurement, w: Wording) => w.value(m.value, m.unit)

/** In brackets: what is given and the interval, where there is one. */
const beside = (m: Measurement, w: Wording, size?: string) => {
  const parts = [size ?? "", interval(m, w)].filter((part) => part !== "")
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`
}

/** A sentence about the measurement it rests on. */
const about =
  (sentence: (m: Measurement, data: MessageData, w: Wording) => string): Sentence =>
  (data, [m], w) =>
    m === undefined ? text(data, "party") : sentence(m, data, w)

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

const gap = {
  en: (n: number, d: MessageData, w: Wording, span: string) =>
    `Reaching ${target(d, w)} takes about ${w.plural(n, more.en)}${span}: arithmetic, not a forecast.`,
  ru: (n: number, d: MessageData, w: Wording, span: string) =>
    `Цель ${target(d, w)} — это примерно на ${w.plural(n, more.ru)} больше${span}: арифметика, а не прогноз.`,
  pl: (n: number, d: MessageData, w: Wording, span: string) =>
    `Cel ${target(d, w)} to około ${w.plural(n, more.pl)} więcej${span}: rachunek, a nie prognoza.`,
}

/** Promises the share is of: in a weighted sample an estimate of the population, and never the rows of the sample. */
const due = (m: Measurement) => Math.round(m.denominator ?? m.n)

const keeps = {
  en: (m: Measurement, d: MessageData, w: Wording) =>
    due(m) === m.n
      ? `${party(d, w)} keeps ${share(m, w)} of ${w.plural(m.n, promises)} due${beside(m, w)}`
      : `${party(d, w)} keeps ${share(m, w)} of an estimated ${w.plural(due(m), promises)} due${beside(m, w, `${w.count(m.n)} in the sample`)}`,
  ru: (m: Measurement, d: MessageData, w: Wording) =>
    `${party(d, w)}: выполнено ${share(m, w)} обещаний${beside(
      m,
      w,
      due(m) === m.n ? `всего ${w.count(m.n)}` : `всего по оценке ${w.count(due(m))}, в выборке ${w.count(m.n)}`,
    )}`,
  pl: (m: Measurement, d: MessageData, w: Wording) =>
    `${party(d, w)}: dotrzymano ${share(m, w)} obietnic${beside(
      m,
      w,
      due(m) === m.n ? `łącznie ${w.count(m.n)}` : `łącznie szacunkowo ${w.count(due(m))}, w próbie ${w.count(m.n)}`,
    )}`,
}

/** What the rule says. */
export const messages: Sentences<Id> = {
  en: {
    below: about((m, d, w) => `${keeps.en(m, d, w)}, below the target of ${target(d, w)}.`),
    "maybe-below": about(
      (m, d, w) => `${keeps.en(m, d, w)}; whether that is below the target of ${target(d, w)} is not certain.`,
    ),
    agree: advise(
      gap.en,
      (d, w) => `Agree with ${party(d, w)} on times it can keep and enforce them, or promise customers later ones.`,
    ),
    mend: advise(
      gap.en,
      () => "Mend the steps of your own process that miss the promised time, or promise customers a later one.",
    ),
  },
  ru: {
    below: about((m, d, w) => `${keeps.ru(m, d, w)}, это ниже цели ${target(d, w)}.`),
    "maybe-below": about((m, d, w) => `${keeps.ru(m, d, w)}; возможно, это ниже цели ${target(d, w)}.`),
    agree: advise(
      gap.ru,
      (d, w) =>
        `Согласуйте со стороной ${party(d, w)} выполнимые сроки и следите за их соблюдением или обещайте клиентам более поздние.`,
    ),
    mend: advise(
      gap.ru,
      () => "Исправьте собственный процесс там, где срываются обещанные сроки, или обещайте клиентам более поздние.",
    ),
  },
  pl: {
    below: about((m, d, w) => `${keeps.pl(m, d, w)}, to poniżej celu ${target(d, w)}.`),
    "maybe-below": about((m, d, w) => `${keeps.pl(m, d, w)}; być może jest to poniżej celu ${target(d, w)}.`),
    agree: advise(
      gap.pl,
      (d, w) =>
        `Uzgodnij ze stroną ${party(d, w)} terminy, których może dotrzymać, i egzekwuj je albo obiecuj klientom późniejsze.`,
    ),
    mend: advise(
      gap.pl,
      () =>
        "Usprawnij własny proces tam, gdzie obiecane terminy nie są dotrzymywane, albo obiecuj klientom późniejsze.",
    ),
  },
}
