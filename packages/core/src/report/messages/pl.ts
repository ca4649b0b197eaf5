import { plCaveats, plSome } from "./caveats/pl.ts"
import type { PluralForms, Sentence, Wording } from "../../rules/Wording.ts"
import type { en } from "./en.ts"
import {
  ascending,
  baseOf,
  counted,
  figure,
  fixed,
  grainOf,
  type Grains,
  isClear,
  levelText,
  metric,
  nameOf,
  num,
  partOfDifference,
  place,
  places,
  rateOf,
  stepName,
  text,
  within,
} from "./units.ts"

const WHOLE = "ogółem"
const REST = "pozostali"
const interval = (level: unknown, w: Wording) => `${levelText(level, w)} CI`.trim()
/** Legends say in full what labels shorten. */
const inFull = (level: unknown, w: Wording) => `przedział ufności (${interval(level, w)})`

// Cases other than the nominative that a sentence puts after a number.
const betweenGroups: PluralForms = { one: "grupą", few: "grupami", many: "grupami", other: "grupami" }

const inStages: PluralForms = { one: "etapie", few: "etapach", many: "etapach", other: "etapu" }
/** Genitive, as after „w ciągu”. */
const withinDays: PluralForms = { one: "dnia", few: "dni", many: "dni", other: "dnia" }
/** Locative, as after „po”. */
const after: Grains = {
  hour: { one: "godzinie", few: "godzinach", many: "godzinach", other: "godziny" },
  day: { one: "dniu", few: "dniach", many: "dniach", other: "dnia" },
  week: { one: "tygodniu", few: "tygodniach", many: "tygodniach", other: "tygodnia" },
  month: { one: "miesiącu", few: "miesiącach", many: "miesiącach", other: "miesiąca" },
  quarter: { one: "kwartale", few: "kwartałach", many: "kwartałach", other: "kwartału" },
  year: { one: "roku", few: "latach", many: "latach", other: "roku" },
}

/** From which to which number the groups of a metric reach. */
const inGroups: PluralForms = { one: "grupie", few: "grupach", many: "grupach", other: "grupach" }
const rangeOf: Sentence = (d, [a, b], w) => {
  const [low, high] = ascending(a, b)
  return `${metric(a, w)}: od ${figure(low, w)} do ${figure(high, w)} w ${w.plural(num(d["groups"]), inGroups)}`
}

/** What the core's reports say in Polish. Names are never inflected: they stand before a colon. */
export const pl: Readonly<Record<keyof typeof en, Sentence>> = {
  // Titles that state the finding.
  verdict: (d, _, w) => {
    const part = (id: string, forms: PluralForms) => (num(d[id]) === 0 ? [] : [w.plural(num(d[id]), forms)])
    const parts = [
      ...part("critical", { one: "krytyczny", few: "krytyczne", many: "krytycznych", other: "krytycznego" }),
      ...part("warning", { one: "wymaga uwagi", few: "wymagają uwagi", many: "wymaga uwagi", other: "wymaga uwagi" }),
      ...part("info", { other: "dla informacji" }),
    ]
    return [
      w.plural(num(d["findings"]), { one: "wniosek", few: "wnioski", many: "wniosków", other: "wniosku" }),
      parts.join(", "),
    ]
      .filter(Boolean)
      .join(": ")
  },
  title: (d) => text(d["title"]) || "Punkty styku",
  overall: (_, [m], w) =>
    m === undefined || m.value === null
      ? `${metric(m, w)}: nie można sformułować wniosku`
      : m.interval === null
        ? `${metric(m, w)}: ${figure(m, w)}`
        : `${metric(m, w)}: ${figure(m, w)} (${interval(m.interval.level, w)}: ${w.interval(m.interval, m.unit)})`,
  differs: (_, [low, high], w) => {
    const [one, other] = places(low, high, WHOLE, w)
    return `${metric(low, w)}: ${figure(low, w)} (${one}) wobec ${figure(high, w)} (${other})`
  },
  alike: (d, [a, b], w) => {
    const [low, high] = ascending(a, b)
    const groups = w.plural(num(d["groups"]), betweenGroups)
    return `${metric(a, w)}: brak wyraźnych różnic między ${groups} (od ${figure(low, w)} do ${figure(high, w)})`
  },
  unlike: (d, of, w) => `${rangeOf(d, of, w)}: sam przypadek tego nie tłumaczy`,
  range: rangeOf,
  versus: (_, [m], w) => {
    const v = m?.versus
    if (m === undefined || v === undefined || v.difference === null) return `${metric(m, w)}: brak porównania`
    const own = `${place({ by: m.by }, WHOLE, w)}: ${figure(m, w)}`
    const base = `${baseOf(v, WHOLE, REST, w)}: ${w.value(v.value, m.unit)}`
    return isClear(m)
      ? `${metric(m, w)}: różnica ${w.difference(v.difference, m.unit)} (${own}; ${base})`
      : `${metric(m, w)}: brak wyraźnej różnicy (${own}; ${base})`
  },
  trend: (_, [m, a, b], w) => {
    if (m === undefined) return "Nie ma jeszcze pełnego okresu"
    const [low, high] = ascending(a, b)
    const at = (end: typeof m | undefined) => `${figure(end, w)} (${end === undefined ? "" : w.period(end.period)})`
    const before = low === high ? at(low) : `od ${at(low)} do ${at(high)}`
    return `${metric(m, w)}: ${figure(m, w)} w ostatnim pełnym okresie (${w.period(m.period)}); wcześniej ${before}`
  },
  trendOnly: (_, [m], w) =>
    m === undefined
      ? "Nie ma jeszcze pełnego okresu"
      : `${metric(m, w)}: ${figure(m, w)} w jedynym pełnym okresie (${w.period(m.period)})`,
  empty: (d, [m], w) =>
    `${m === undefined ? w.name("metric", text(d["metric"])) : metric(m, w)}: brak danych do obliczenia`,
  journey: (d, [worst], w) => {
    const share = (n: unknown, of: unknown) => `${w.count(num(n))} z ${w.count(num(of))}`
    const said = [
      ...(worst === undefined
        ? []
        : [`najgorzej oceniany punkt styku to „${place({ by: worst.by }, WHOLE, w)}” (${figure(worst, w)})`]),
      ...(num(d["found"]) === 0 ? [] : [`punkty styku z wnioskami: ${share(d["found"], d["touchpoints"])}`]),
      ...(num(d["gaps"]) === 0 ? [] : [`etapy bez punktów styku: ${share(d["gaps"], d["stages"])}`]),
    ]
    return `Ścieżka klienta: ${
      said.length === 0
        ? `${counted(d["touchpoints"], "touchpoint", w)} w ${w.plural(num(d["stages"]), inStages)}`
        : said.join("; ")
    }`
  },
  funnel: (d, [last, worst], w) => {
    const reached = `${nameOf("funnel", d["funnel"], w)}: do ostatniego kroku dotarło ${figure(last, w)} (łącznie ${counted(last?.n, last?.unitOfN, w)})`
    return worst === undefined || worst.value === null
      ? reached
      : `${reached}; największy odpływ przed krokiem „${stepName(d["step"], w)}”: ${w.percent(1 - worst.value)}`
  },
  funnelWithheld: (d, _, w) => `${nameOf("funnel", d["funnel"], w)}: nie ma jeszcze rzetelnej wartości, zob. uwagi`,
  cohorts: (d, [low, high], w) => {
    const later = `po ${w.plural(num(d["index"]), after[grainOf(d["every"])])}`
    const at = (m: typeof low) => `${figure(m, w)} (${w.period(m?.period ?? null)})`
    if (low === undefined) return "Retencja w kohortach: żadna kohorta nie jest jeszcze dość długo obserwowana"
    return low === high || high === undefined
      ? `Retencja w kohortach: ${later} wróciło ${at(low)}`
      : `Retencja w kohortach: ${later} wróciło od ${at(low)} do ${at(high)}`
  },
  pressure: (d, [m], w) =>
    m === undefined || m.value === null
      ? "Presja komunikacyjna: nie ma rzetelnej wartości, zob. uwagi"
      : `Presja komunikacyjna: ponad ${counted(d["cap"], "contact", w)} w ciągu ${w.plural(num(d["days"]), withinDays)} miało ${figure(m, w)} (łącznie ${counted(m.n, m.unitOfN, w)})`,
  growth: (d, [m, worth], w) => {
    const factor = text(d["factor"])
    const credited = factor === "" ? "" : `; największa część zmiany: ${within(nameOf("factor", factor, w))}`
    return `Sprzedaż: ${rateOf(d["growth"], w)} (${w.period(m?.period ?? null)} wobec: ${w.period(worth?.versus?.period ?? null)})${credited}`
  },
  // What a picture shows.
  journeyLegend: fixed("ocena i dotrzymane obietnice w każdym punkcie styku, liczba interakcji, wnioski"),
  funnelLegend: (d, _, w) =>
    `odsetek rozpoczynających, którzy dotarli do kroku w ciągu ${w.plural(num(d["days"]), withinDays)}`,
  cohortsLegend: fixed("odsetek klientów kohorty, którzy wrócili w danym kolejnym okresie"),
  pressureLegend: (d, [m], w) =>
    `${w.name("unitOfN", m?.unitOfN || "customer")} według największej liczby kontaktów w ciągu ${w.plural(num(d["days"]), withinDays)}`,
  growthLegend: fixed(
    "przychód to kupujący × zamówienia na kupującego × przychód na zamówienie; części obliczono arytmetycznie (średnie logarytmiczne), sumują się do zmiany i nie oznaczają przyczyn",
  ),
  // Sections and labels.
  score: fixed("Ocena"),
  notMeasured: fixed("nie mierzono"),
  hidden: fixed("ukryto"),
  fewMark: fixed("za mało danych"),
  noTouchpoint: fixed("brak punktów styku"),
  step: fixed("Krok"),
  reached: fixed("Dotarło"),
  ofAll: fixed("Ze wszystkich"),
  ofPrevious: fixed("Względem poprzedniego kroku"),
  dropOff: fixed("Odpływ"),
  cohort: fixed("Kohorta"),
  cohortColumns: (d) => `kolumny: po ilu ${after[grainOf(d["every"])].many}`,
  periodsLater: (d, _, w) => `po ${w.plural(num(d["index"]), after[grainOf(d["every"])])}`,
  share: fixed("Odsetek"),
  shadesLegend: fixed("odcienie – zakres tego raportu"),
  growthFactor: fixed("Czynnik"),
  growthEffect: fixed("Część zmiany"),
  growthShare: fixed("Część wzrostu"),
  cap: (d, _, w) => `limit: ${w.count(num(d["cap"]))}`,
  overCap: fixed("ponad limit"),
  changeTo: (d) =>
    d["apart"] === 1 ? `względem okresu: ${text(d["period"])}` : `względem poprzedniego okresu (${text(d["period"])})`,
  changeBetter: fixed("lepiej"),
  changeWorse: fixed("gorzej"),
  changeUp: fixed("wzrost"),
  changeDown: fixed("spadek"),
  changeNone: fixed("brak wyraźnej zmiany"),
  changeWithheld: fixed("bez porównania"),
  noPeriod: (_, [m], w) => `${metric(m, w)}: nie ma jeszcze pełnego okresu`,
  withheld: (_, [m], w) => `${metric(m, w)}: nie ma rzetelnej wartości, zob. uwagi`,
  few: (_, [m], w) => `${metric(m, w)}: za mało danych, aby porównywać grupy`,
  idleRules: (d) => `Reguły bez podstaw do oceny (brak danych lub rejestru): ${text(d["rules"])}`,
  suppressed: (d, _, w) =>
    `${w.plural(num(d["n"]), { one: "wniosek wyciszony", few: "wnioski wyciszone", many: "wniosków wyciszonych", other: "wniosku wyciszonego" })} decyzją: powód i termin są w konfiguracji`,
  keyFigures: fixed("Kluczowe wskaźniki"),
  findings: fixed("Wnioski"),
  noFindings: fixed("Reguły nie wykryły niczego, co wymagałoby poprawy."),
  dataQuality: fixed("Skąd pochodzą liczby"),
  definitions: fixed("Jak zdefiniowano wskaźniki"),
  failures: fixed("Czego nie udało się obliczyć"),
  allNumbers: fixed("Wszystkie wartości"),
  group: fixed("Grupa"),
  period: fixed("Okres"),
  value: fixed("Wartość"),
  interval: (d, _, w) => interval(d["level"], w),
  sample: fixed("n"),
  effectiveSample: fixed("efektywne n"),
  difference: fixed("Różnica"),
  against: (d) => (text(d["baseline"]) === "" ? "Różnica" : `Różnica (względem: ${text(d["baseline"])})`),
  takenApart: (_, [m], w) => {
    const mix = m?.versus?.mix
    return mix === undefined || mix === null
      ? "bez rozkładu: części nie sumują się do całości"
      : `same części ${partOfDifference(mix.rate, m, w)}, struktura ${partOfDifference(mix.mix, m, w)}`
  },
  test: fixed("Test"),
  caveats: fixed("Zastrzeżenia"),
  total: fixed("Ogółem"),
  rest: fixed(REST),
  partial: fixed("okres niepełny"),
  partialLegend: fixed("puste kółko – okres niepełny, bez porównania"),
  insufficientLegend: fixed("kolor szary – za mało danych"),
  offScaleLegend: fixed("strzałka – za mało danych, wartość poza skalą"),
  intervalLegend: (d, _, w) => `punkt – wartość, linia – ${inFull(d["level"], w)}`,
  bandLegend: (d, _, w) => `pasmo – ${inFull(d["level"], w)}`,
  effectSize: (_, [m], w) => {
    const effect = m?.versus?.effect
    if (effect === null || effect === undefined || effect.value === null || effect.kind === "points") return ""
    const name = { "cohen-h": "h Cohena", "hedges-g": "g Hedgesa", "cliffs-delta": "δ Cliffa" }[effect.kind]
    return `${name} ${w.number(effect.value, 2)}`
  },
  source: fixed("Źródło"),
  kind: fixed("Rodzaj danych"),
  rows: fixed("Wczytane wiersze"),
  facts: fixed("Przyjęte wpisy"),
  rejects: fixed("Odrzucone wiersze"),
  reasons: fixed("Powody odrzucenia"),
  encoding: fixed("Kodowanie"),
  suspect: fixed("Komórki z uszkodzonym tekstem"),
  certain: fixed("pewne"),
  likely: fixed("wyraźne w danych"),
  possible: fixed("może być przypadkiem"),
  certaintyLegend: fixed(
    "Pewność wniosku: „pewne” – wynika z rejestru albo z pełnego zliczenia; „wyraźne w danych” – cały przedział leży poza limitem; „może być przypadkiem” – przedział częściowo mieści się w limicie.",
  ),
  info: fixed("informacja"),
  warning: fixed("uwaga"),
  critical: fixed("krytyczne"),
  recommendation: fixed("Rekomendacja"),
  evidence: fixed("Podstawa"),
  party: fixed("Odpowiedzialny"),
  // „Nakład pracy" is masculine, and so are its three levels.
  effort: fixed("Nakład pracy"),
  low: fixed("niski"),
  medium: fixed("średni"),
  high: fixed("wysoki"),
  expected: fixed("Jeśli cel zostanie osiągnięty"),
  numerator: fixed("Licznik"),
  denominator: fixed("Mianownik"),
  formula: fixed("Wzór"),
  definition: fixed("Definicja"),
  parameters: fixed("Parametry"),
  asOf: (d, _, w) => (typeof d["at"] === "number" ? `Dane kompletne do ${w.day(d["at"])}` : "Nie ma faktów z datami"),
  noFacts: fixed(
    "Nie ma jeszcze faktów: touchpoint import PLIK --as feedback zaproponuje, jak czytać plik; wklej to pod facts w konfiguracji",
  ),
  undatedPeriod: fixed("bez daty"),
  size: (d, [m], w) => counted(d["n"], m?.unitOfN, w),
  manifest: fixed("Informacje o raporcie"),
  skip: fixed("Przejdź do treści"),
  metric: fixed("Wskaźnik"),
  unit: fixed("Jednostka"),
  countedAt: fixed("Data ujęcia"),
  zone: fixed("Strefa czasowa"),
  population: fixed("Tylko wiersze, w których"),
  bytes: fixed("Bajty"),
  hash: fixed("Skrót (SHA-256)"),
  configuration: fixed("Konfiguracja"),
  versions: fixed("Wersje"),
  seed: fixed("Ziarno generatora liczb losowych"),
  generated: fixed(
    "Raport utworzono programem touchpoint z wymienionych niżej plików; te same pliki i ustawienia dają tę samą stronę.",
  ),
  ...plSome,
  ...plCaveats,
}
