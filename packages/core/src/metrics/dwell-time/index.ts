import * as Schema from "effect/Schema"
import type { Durations } from "../../questions/folds/durations/index.ts"
import { column } from "../../questions/Expr.ts"
import { caveat } from "../Caveat.ts"
import * as Metric from "../Metric.ts"
import { owners, sessionless, several, staysOf, visitors } from "../stays.ts"
import { countOf, quantileDifference, quantileEstimate, shardsOf, type Waits } from "../waits.ts"
import { quantileText, shareText } from "../waitTexts.ts"

/**
 * How long customers stay at a touchpoint: the time that half of the stays (or a share `q`) do not exceed. A stay lasts
 * until the next touchpoint of the session, or as long as the source says. How long the last one lasted nobody knows: it
 * is left out and told, never 0.
 *
 * **Gotchas**
 *
 * Stays that go on to another touchpoint are not like those that end a session: where most end here, the number is of
 * few. Ask for [exit-share](../exit-share/README.md) beside it.
 *
 * @category metrics
 * @since 0.2.0
 */
export const dwellTime = Metric.make({
  id: "dwell-time",
  docs: {
    title: { en: "Dwell time", ru: "Время пребывания", pl: "Czas przebywania" },
    description: {
      en: "How long customers stay at a touchpoint before they go on to the next.",
      ru: "Сколько клиенты остаются в точке контакта, прежде чем перейти к следующей.",
      pl: "Jak długo klienci pozostają w punkcie styku, zanim przejdą do następnego.",
    },
    source:
      "time to the next touchpoint of the session; nearest-rank quantile with distribution-free interval (Conover 1999), of several stays of a customer by the design effect of the curve (Woodruff 1952; Korn & Graubard 1998)",
    notWhen: {
      en: "most sessions end at the touchpoint, and the source records no lengths: it is then of the few that went on",
      ru: "большинство сессий заканчивается в этой точке, а длительность не записана: показатель тогда о немногих, кто пошёл дальше",
      pl: "większość sesji kończy się w tym punkcie, a źródło nie zapisuje długości: wskaźnik dotyczy wtedy nielicznych, którzy poszli dalej",
    },
  },
  title: ({ q }) => {
    const which = quantileText(q)
    return {
      en: `Dwell time, ${which.en}`,
      ru: `Время пребывания, ${which.ru}`,
      pl: `Czas przebywania, ${which.pl}`,
    }
  },
  better: "neutral",
  params: Schema.Struct({
    /** Which quantile: 0.5 is the median. */
    q: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThan(1)), 0.5),
  }),
  passport: ({ q }) => {
    const share = shareText(q)
    return {
      unit: { kind: "duration" },
      unitOfN: "stay",
      numerator: {
        en: `the time that ${share.en} of the stays do not exceed`,
        ru: `время, которое не превышают ${share.ru} пребываний`,
        pl: `czas, którego nie przekracza ${share.pl} pobytów`,
      },
      denominator: {
        en: "stays that ended with another touchpoint of the session, or whose length is recorded; no bots",
        ru: "пребывания, закончившиеся другой точкой контакта той же сессии или с записанной длительностью; без ботов",
        pl: "pobyty zakończone innym punktem styku tej samej sesji albo o zapisanej długości; bez botów",
      },
      kind: "interaction",
      clock: "at",
    }
  },
  questions: () => {
    const stays = staysOf(column("durationMs"))
    return { stays, shards: Metric.apart(stays, [visitors]), owners: owners(), nameless: sessionless() }
  },
  estimate: (states, { q }, level) => {
    const {
      nameless,
      stays: { fold },
    } = states
    const { caveats, ...found } = quantileEstimate(waitsOf(states), q, level)
    return {
      ...found,
      caveats: [
        ...(fold.unknown > 0 ? [caveat("last-of-session", { n: fold.unknown })] : []),
        ...(nameless.rows.n > 0 ? [caveat("not-stated", { n: nameless.rows.n })] : []),
        ...caveats,
      ],
    }
  },
  compare: (first, second, { q }, level) => quantileDifference(waitsOf(first), waitsOf(second), q, level),
})

interface States {
  readonly stays: { readonly fold: Durations }
  readonly shards: Parameters<typeof shardsOf>[0]
  readonly owners: Parameters<typeof several>[0]
}

const waitsOf = ({ owners: known, shards, stays: { fold } }: States): Waits => ({
  whole: fold,
  shards: shardsOf(shards),
  alike: several(known) || fold.timed < countOf(fold),
})
