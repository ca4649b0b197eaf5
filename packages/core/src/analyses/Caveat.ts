import type { Name } from "../model/index.ts"

/**
 * Caveats that only analyses have; {@link analysisCaveats} says what they mean.
 *
 * @category caveats
 * @since 0.2.0
 */
export type AnalysisCaveatId =
  | "no-variation"
  | "collinear"
  | "few-buckets"
  | "cohorts-change"
  | "post-treatment"
  | "withheld"
  | "loops-truncated"
  | "thinned-paths"
  | "nothing-to-share"

/**
 * What a reader of an analysis must know. Ids that metrics have too mean the same.
 *
 * - `zero-denominator`, `insufficient` (under 10), `small-sample` (under 30): too little to say anything, to rank, to be sure.
 * - `immature-window`, `censored`: some had not had their time yet. `not-reached`: the curve does not come that far.
 * - `clustered`: several trials of one customer are alike. `no-ci`: there is no honest interval.
 *
 * @category caveats
 * @since 0.2.0
 */
export interface AnalysisCaveat {
  readonly id:
    | AnalysisCaveatId
    | "zero-denominator"
    | "insufficient"
    | "small-sample"
    | "immature-window"
    | "censored"
    | "not-reached"
    | "clustered"
    | "no-ci"
  readonly data?: Readonly<Record<string, string | number>>
}

/**
 * What the caveats mean that only analyses have.
 *
 * **Example** (In a language)
 *
 * ```ts
 * import { analysisCaveats } from "@touchpoint/core/analyses"
 * import { nameIn } from "@touchpoint/core/model"
 *
 * console.log(nameIn(analysisCaveats["collinear"], "en", "")) // some drivers say nearly the same: how much is due to which of them is unsure
 * ```
 *
 * @category caveats
 * @since 0.2.0
 */
export const analysisCaveats: Readonly<Record<AnalysisCaveatId, Name>> = {
  "no-variation": {
    en: "the outcome or a driver is the same for everybody: it explains nothing",
    ru: "результат или фактор у всех одинаков: он ничего не объясняет",
    pl: "wynik albo czynnik jest u wszystkich taki sam: niczego nie wyjaśnia",
  },
  collinear: {
    en: "some drivers say nearly the same: how much is due to which of them is unsure",
    ru: "некоторые факторы говорят почти одно и то же: сколько приходится на какой из них, неясно",
    pl: "niektóre czynniki mówią prawie to samo: nie wiadomo, ile przypada na który z nich",
  },
  "few-buckets": {
    en: "fewer than 20 shards of customers, or 200 conversions or customers: too few to leave out one shard after the other, so there are no intervals of shares",
    ru: "меньше 20 частей клиентов или 200 конверсий (клиентов): исключать части по одной нельзя, поэтому у долей нет интервалов",
    pl: "mniej niż 20 części klientów albo 200 konwersji (klientów): za mało, by pomijać części po kolei, więc udziały nie mają przedziałów",
  },
  "cohorts-change": {
    en: "at these ages the row of all cohorts rises where fewer cohorts are left: it is of other customers, not of customers who come back more often",
    ru: "в этих возрастах строка всех когорт растёт там, где когорт осталось меньше: это другие клиенты, а не более частые возвраты",
    pl: "w tym wieku wiersz wszystkich kohort rośnie tam, gdzie zostało mniej kohort: to inni klienci, a nie częstsze powroty",
  },
  "post-treatment": {
    en: "what is divided by, or split by, came after the groups and may be their consequence: the difference is not the effect of the group",
    ru: "то, на что делят или по чему разбивают, возникло после групп и может быть их следствием: разница — не эффект группы",
    pl: "to, przez co się dzieli lub według czego rozbija, powstało po grupach i może być ich skutkiem: różnica nie jest efektem grupy",
  },
  withheld: {
    en: "some parts are too small to be told",
    ru: "некоторые части слишком малы, чтобы их показывать",
    pl: "niektóre części są za małe, by je podawać",
  },
  "loops-truncated": {
    en: "some journeys were longer than allowed and were cut: touches beyond that are not in the result",
    ru: "некоторые пути длиннее допустимого и обрезаны: касаний за этим пределом в результате нет",
    pl: "niektóre ścieżki były dłuższe niż dozwolone i zostały ucięte: dalszych kontaktów nie ma w wyniku",
  },
  "thinned-paths": {
    en: "there are more different paths than are kept apart: some are only counted together, and nobody knows which they were",
    ru: "разных путей больше, чем хранится по отдельности: некоторые посчитаны только вместе, и какими они были, неизвестно",
    pl: "różnych ścieżek jest więcej, niż przechowuje się osobno: niektóre policzono tylko razem i nie wiadomo, jakie były",
  },
  "nothing-to-share": {
    en: "the model shares nothing out: to it all channels together are worth nothing, as where no journey with a conversion met them all, or its chain has too many states to be solved",
    ru: "модель ничего не распределяет: для неё все каналы вместе ничего не стоят (например, ни один путь с конверсией не встретил их все) или в её цепи слишком много состояний",
    pl: "model niczego nie rozdziela: wszystkie kanały razem nic dla niego nie znaczą (na przykład żadna ścieżka z konwersją nie spotkała ich wszystkich) albo jego łańcuch ma zbyt wiele stanów",
  },
}

/** Below this a number is shown and never ranked. @category caveats @since 0.2.0 */
export const INSUFFICIENT = 10
/** Below this a sample is small. @category caveats @since 0.2.0 */
const SMALL = 30

/** What to say about a number that rests on `n`; nothing where that is enough. @category caveats @since 0.2.0 */
export const sizeCaveats = (n: number): ReadonlyArray<AnalysisCaveat> => {
  if (n === 0) return [{ id: "zero-denominator" }]
  if (n < INSUFFICIENT) return [{ id: "insufficient", data: { n, minimum: INSUFFICIENT } }]
  return n < SMALL ? [{ id: "small-sample", data: { n, minimum: SMALL } }] : []
}
