import type { Locale } from "@touchpoint/core/model"

/** What pictures of a page say beside their numbers. Figures come in written out, so that nothing is rounded here. */
export interface Captions {
  /** Legend of the map: what a ring and a bar are. */
  readonly ring: (metric: string) => string
  readonly bar: (kind: string) => string
  readonly kept: (share: string) => string
  /** Beside the step of a funnel that most leave before. */
  readonly largestDrop: string
  readonly funnelMarks: (interval: string) => string
  /** A cell of a cohort whose period is not over. */
  readonly open: string
  readonly openMark: string
  readonly outlined: string
  /** Above the titles of all sections. */
  readonly contents: string
  readonly cellMark: (interval: string) => string
}

/** The captions of every locale; a missing one is a compile error. */
export const captions: Readonly<Record<Locale, Captions>> = {
  en: {
    ring: (metric) => `ring: ${metric}`,
    bar: (kind) => `bar: ${kind}`,
    kept: (share) => `${share} kept`,
    largestDrop: "largest drop-off",
    funnelMarks: (interval) => `bar: share, line: ${interval}, hatched: left since the step before`,
    open: "not over",
    openMark: "hatched: the period is not over",
    outlined: "outlined: incomplete period",
    contents: "In this report",
    cellMark: (interval) => `small figures: ${interval}`,
  },
  ru: {
    ring: (metric) => `кольцо: ${metric}`,
    bar: (kind) => `полоса: ${kind}`,
    kept: (share) => `выполнено ${share}`,
    largestDrop: "самый большой отсев",
    funnelMarks: (interval) => `полоса: доля, линия: ${interval}, штриховка: отсев после предыдущего шага`,
    open: "не окончен",
    openMark: "штриховка: период не окончен",
    outlined: "только рамка: неполный период",
    contents: "В этом отчёте",
    cellMark: (interval) => `мелкие цифры: ${interval}`,
  },
  pl: {
    ring: (metric) => `pierścień: ${metric}`,
    bar: (kind) => `pasek: ${kind}`,
    kept: (share) => `dotrzymano ${share}`,
    largestDrop: "największy odpływ",
    funnelMarks: (interval) => `pasek: odsetek, linia: ${interval}, kreskowanie: odpływ od poprzedniego kroku`,
    open: "trwa",
    openMark: "kreskowanie: okres jeszcze trwa",
    outlined: "sama ramka: okres niepełny",
    contents: "W tym raporcie",
    cellMark: (interval) => `małe cyfry: ${interval}`,
  },
}
