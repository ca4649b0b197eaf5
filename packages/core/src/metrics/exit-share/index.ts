import * as Schema from "effect/Schema"
import { column, eq } from "../../questions/Expr.ts"
import type { Durations } from "../../questions/folds/durations/index.ts"
import { wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import * as Metric from "../Metric.ts"
import { owners, sessionless, several, staysOf, visitors } from "../stays.ts"
import { effectiveUnits, shardsOf } from "../waits.ts"

/**
 * Share of the sessions that visited a touchpoint and ended there: asked by touchpoint, or of one.
 *
 * **Gotchas**
 *
 * Of all touchpoints together it is always 100 %: every session ends somewhere. That a session ends need not be bad: the
 * last page of an order should end it.
 *
 * @category metrics
 * @since 0.2.0
 */
export const exitShare = Metric.make({
  id: "exit-share",
  docs: {
    title: { en: "Exit share", ru: "Доля выходов", pl: "Odsetek wyjść" },
    description: {
      en: "Share of the sessions that visited a touchpoint and ended there.",
      ru: "Доля сессий, посетивших точку контакта и закончившихся в ней.",
      pl: "Odsetek sesji, które odwiedziły punkt styku i tam się skończyły.",
    },
    source:
      "sessions that end at a touchpoint over sessions that visit it; interval: Wilson 1927, clustered by customer",
    notWhen: {
      en: "it is not split by touchpoint: every session ends somewhere, so the whole is always 100 %",
      ru: "показатель не разбит по точкам контакта: каждая сессия где-то заканчивается, и в целом всегда 100 %",
      pl: "wskaźnik nie jest podzielony według punktów styku: każda sesja gdzieś się kończy, więc całość to zawsze 100%",
    },
  },
  title: ({ touchpoint }) => ({
    en: `Exit share${touchpoint === null ? "" : `, ${touchpoint}`}`,
    ru: `Доля выходов${touchpoint === null ? "" : `, ${touchpoint}`}`,
    pl: `Odsetek wyjść${touchpoint === null ? "" : `, ${touchpoint}`}`,
  }),
  better: "neutral",
  params: Schema.Struct({
    /** The touchpoint, where the request does not split by it. */
    touchpoint: Metric.withDefault(Schema.NullOr(Schema.NonEmptyString), null),
  }),
  passport: () => ({
    unit: { kind: "proportion" },
    unitOfN: "session",
    numerator: {
      en: "sessions whose last interaction is with the touchpoint",
      ru: "сессии, последнее взаимодействие которых — с этой точкой контакта",
      pl: "sesje, których ostatnia interakcja jest z tym punktem styku",
    },
    denominator: {
      en: "sessions that visited the touchpoint, bots left out",
      ru: "сессии, посетившие точку контакта, без ботов",
      pl: "sesje, które odwiedziły punkt styku, bez botów",
    },
    kind: "interaction",
    clock: "at",
  }),
  questions: ({ touchpoint }) => {
    const here = touchpoint === null ? null : eq(column("touchpoint"), touchpoint)
    const stays = staysOf(null, here)
    return { stays, shards: Metric.apart(stays, [visitors]), owners: owners(here), nameless: sessionless(here) }
  },
  estimate: (states, _, level) => {
    const { n, size, x } = sharesOf(states, level)
    const rows = states.nameless.rows.n
    return {
      value: n === 0 ? null : x / n,
      interval: wilson((x / n) * size, size, level),
      n,
      nEffective: n === 0 ? null : size,
      numerator: x,
      denominator: n,
      caveats: [
        ...(rows > 0 ? [caveat("not-stated", { n: rows })] : []),
        ...(size < n / 1.01 ? [caveat("clustered", { deff: n / size })] : []),
      ],
    }
  },
  compare: (first, second, _, level) => {
    const [a, b] = [sharesOf(first, level), sharesOf(second, level)]
    return shareDifference({ x: (a.x / a.n) * a.size, n: a.size }, { x: (b.x / b.n) * b.size, n: b.size }, level)
  },
})

interface States {
  readonly stays: { readonly fold: Durations }
  readonly shards: Parameters<typeof shardsOf>[0]
  readonly owners: Parameters<typeof several>[0]
}

/** A session ends in the one stay that nothing ends. */
const sharesOf = ({ owners: known, shards, stays: { fold } }: States, level: number) => {
  const [n, x] = [fold.units, fold.unknown]
  if (!several(known)) return { n, x, size: n }
  const parts = shardsOf(shards).map(({ units, unknown }) => ({ n: units, x: unknown }))
  return { n, x, size: effectiveUnits({ n, x }, parts, known.customers.n, level) }
}
