import type { Unit } from "@touchpoint/core/metrics"
import { type Growth, periodText, type Voice } from "@touchpoint/core/report"

/** A change of sales as a table of texts: a row for each factor, and one for the revenue, which is their product. */
export interface GrowthModel {
  readonly title: string
  readonly headers: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

/** Factors of sales before and now, and what they are credited with. */
export const growthModel = (
  voice: Voice,
  { currency, factors, measurement, previous, revenue, title }: Growth,
): GrowthModel => {
  const { label, wording } = voice
  const money = { kind: "money", currency } as const
  const units: Readonly<Record<Growth["factors"][number]["factor"], Unit>> = {
    customers: { kind: "count" },
    frequency: { kind: "ratio" },
    orderValue: money,
  }
  const row = (name: string, unit: Unit, before: number, now: number, effect: number, share: number) => [
    wording.name("factor", name),
    wording.value(before, unit),
    wording.value(now, unit),
    wording.difference(effect, money),
    wording.difference(share, { kind: "proportion" }),
  ]
  const change = revenue.now - revenue.before
  return {
    title: voice.say(title),
    headers: [
      label("growthFactor"),
      periodText(voice, previous),
      periodText(voice, measurement.period),
      label("growthEffect"),
      label("growthShare"),
    ],
    rows: [
      ...factors.map(({ before, effect, factor, now, share }) =>
        row(factor, units[factor], before, now, effect, share),
      ),
      row("revenue", money, revenue.before, revenue.now, change, change / revenue.before),
    ],
  }
}
