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
  readonly outlined: (partial: string) => string
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
    largestDrop: "Largest drop-off",
    funnelMarks: (interval) => `bar: share, line: ${interval}, hatched: left since the step before`,
    open: "not over",
    openMark: "hatched: the period is not over",
    outlined: (partial) => `outlined: ${partial}`,
    contents: "In this report",
    cellMark: (interval) => `small figures: ${interval}`,
  },
  ru: {
    ring: (metric) => `кольцо — ${metric}`,
    bar: (kind) => `полоса — ${kind}`,
    kept: (share) => `выполнено ${share}`,
    largestDrop: "Наибольший отсев",
    funnelMarks: (interval) => `полоса — доля, линия — ${interval}, штриховка — отсев после предыдущего шага`,
    open: "не окончен",
    openMark: "штриховка — период не окончен",
    outlined: (partial) => `только рамка — ${partial}`,
    contents: "В этом отчёте",
    cellMark: (interval) => `мелкие цифры — ${interval}`,
  },
  pl: {
    ring: (metric) => `pierścień – ${metric}`,
    bar: (kind) => `pasek – ${kind}`,
    kept: (share) => `dotrzymano ${share}`,
    largestDrop: "Największy odpływ",
    funnelMarks: (interval) => `pasek – odsetek, linia – ${interval}, kreskowanie – odpływ od poprzedniego kroku`,
    open: "trwa",
    openMark: "kreskowanie – okres jeszcze trwa",
    outlined: (partial) => `sama ramka – ${partial}`,
    contents: "W tym raporcie",
    cellMark: (interval) => `małe cyfry – ${interval}`,
  },
}
