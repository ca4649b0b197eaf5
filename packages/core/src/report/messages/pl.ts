import type { PluralForms, Sentence, Wording } from "../../rules/Wording.ts"
import type { en } from "./en.ts"
import {
  amountOf,
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
  stepName,
  text,
} from "./units.ts"
import { statusList } from "./statuses.ts"

const WHOLE = "ogółem"
const REST = "pozostali"
const interval = (level: unknown, w: Wording) => `${levelText(level, w)} CI`.trim()
/** Legends say in full what labels shorten. */
const inFull = (level: unknown, w: Wording) => `przedział ufności (${interval(level, w)})`

// Cases other than the nominative that a sentence puts after a number.
const betweenGroups: PluralForms = { one: "grupą", few: "grupami", many: "grupami", other: "grupami" }
const ofComparisons: PluralForms = { one: "porównania", few: "porównań", many: "porównań", other: "porównania" }

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
  // What a picture shows.
  journeyLegend: fixed("ocena i dotrzymane obietnice w każdym punkcie styku, liczba interakcji, wnioski"),
  funnelLegend: (d, _, w) =>
    `odsetek rozpoczynających, którzy dotarli do kroku w ciągu ${w.plural(num(d["days"]), withinDays)}`,
  cohortsLegend: fixed("odsetek klientów kohorty, którzy wrócili w danym kolejnym okresie"),
  pressureLegend: (d, [m], w) =>
    `${w.name("unitOfN", m?.unitOfN || "customer")} według największej liczby kontaktów w ciągu ${w.plural(num(d["days"]), withinDays)}`,
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
  // Caveats of many rows, told once without their figures.
  "some-small-sample": (d, _, w) => `mała próba: n mniejsze niż ${w.count(num(d["minimum"]))}`,
  "some-small-baseline": (d, _, w) => `porównanie z małą próbą: mniej niż ${w.count(num(d["minimum"]))}`,
  "some-insufficient": (d, _, w) => `za mało danych: n mniejsze niż ${w.count(num(d["minimum"]))}; poza rankingiem`,
  "some-no-score": fixed("są wiersze bez oceny: poza mianownikiem (brak oceny nie oznacza zera)"),
  "some-no-customer": fixed("są wiersze bez wskazania klienta"),
  "some-clustered": fixed("odpowiedzi pogrupowane według klientów: przedział poszerzono"),
  "some-weighted": fixed("próba ważona: n to liczba wierszy, wartość odnosi się do populacji"),
  "some-not-yet-due": fixed("są obietnice, których termin jeszcze nie minął (poza obliczeniem)"),
  "some-never-fulfilled": fixed("są obietnice, których termin minął bez realizacji (liczone jako złamane)"),
  "some-cancelled-excluded": fixed("są anulowane obietnice (poza obliczeniem)"),
  // Caveats.
  "zero-denominator": fixed("nie ma czego liczyć: mianownik wynosi zero"),
  "small-sample": (d, _, w) => `mała próba: n = ${w.count(num(d["n"]))}, mniej niż ${w.count(num(d["minimum"]))}`,
  insufficient: (d, _, w) =>
    `za mało danych: n = ${w.count(num(d["n"]))}, mniej niż ${w.count(num(d["minimum"]))}; poza rankingiem`,
  "partial-period": fixed("okres niepełny: pokazany, bez porównania"),
  undated: fixed("w źródle nie ma dat: nie można podać okresu"),
  "watermark-inferred": fixed("przyjęto, że dane są kompletne do najpóźniejszego wpisu: innej daty nie podano"),
  "scale-mismatch": (d, _, w) =>
    `${counted(d["n"], "answer", w)} w innej skali niż podana w definicji (${text(d["expected"])}): nie można podać rzetelnej wartości; ustaw dla wskaźnika skalę użytą w pytaniu`,
  "nonstandard-scale": (d) =>
    `pytanie zadano w skali ${text(d["scale"])} zamiast standardowej ${text(d["standard"])}: nie można porównywać z publikowanymi wynikami`,
  "scale-missing": (d, _, w) =>
    `${counted(d["n"], "answer", w)} bez podanej skali; przyjęto skalę ${text(d["assumed"])}`,
  "no-score": (d, _, w) => `${counted(d["n"], "row", w)} bez oceny: poza mianownikiem (brak oceny nie oznacza zera)`,
  "no-customer": (d, _, w) => `${counted(d["n"], "row", w)} bez wskazania klienta`,
  clustered: (d, _, w) =>
    `odpowiedzi pogrupowane według klientów: efekt schematu losowania (deff) ${w.number(num(d["deff"]), 2)}, przedział poszerzono`,
  weighted: (d, _, w) =>
    `próba ważona: liczebność populacji ${w.count(Math.round(num(d["population"])))}, efektywna liczebność próby ${w.count(Math.round(num(d["nEffective"])))}`,
  "weights-ignored": fixed("wag próby nie uwzględniono: opis dotyczy wierszy, a nie populacji"),
  "no-ci": fixed("nie można podać przedziału ufności"),
  "not-yet-due": (d, _, w) => `termin jeszcze nie minął: ${w.count(num(d["n"]))} (poza obliczeniem)`,
  "never-fulfilled": (d, _, w) => `termin minął bez realizacji: ${w.count(num(d["n"]))} (liczone jako złamane)`,
  "cancelled-excluded": (d, _, w) => `anulowano: ${w.count(num(d["n"]))} (poza obliczeniem)`,
  "currency-mixed": (d, _, w) =>
    `${counted(d["n"], "row", w)} w innej walucie niż ${text(d["expected"])}: nie można sumować; licz każdą walutę osobno`,
  "no-rate": (d, _, w) =>
    `${counted(d["n"], "row", w)} w walucie bez kursu do ${text(d["expected"])} na ten dzień: nie można sumować; dodaj kurs`,
  "refunds-unmatched": (d, _, w) =>
    `zwroty do zamówień, których nie ma w danych: ${w.count(num(d["n"]))} (nie odjęto ich od niczego)`,
  winsorised: (d, _, w) =>
    `kwoty powyżej ${amountOf(d["cap"], d["currency"], w)} liczą się jako ta kwota (${counted(d["n"], "order", w)}); bez ograniczenia: ${amountOf(d["raw"], d["currency"], w)}`,
  skewed: (d, _, w) =>
    `o średniej decydują nieliczne duże wartości (skośność ${w.number(num(d["skewness"]), 1)}): przedział jest wiarygodny od ${w.count(Math.ceil(num(d["minimum"])))}`,
  "nonpositive-base": fixed("poprzedni okres przyniósł zero lub mniej: wzrost względem niego jest nieokreślony"),
  census: fixed("uwzględniono całą sprzedaż: przedział pokazuje udział przypadku, a nie błąd próby"),
  "cost-missing": (d, _, w) =>
    num(d["n"]) > 0
      ? `brak zapisanego kosztu: ${w.count(num(d["n"]))} (poza obliczeniem; brak kosztu nie oznacza zera)`
      : "brak zapisanego kosztu: nie oznacza to zera",
  "cost-nonpositive": fixed("koszty sumują się do zera lub mniej: nie można nic do nich odnieść"),
  "cost-outside": (d, _, w) =>
    `koszty za czas leżący częściowo poza okresem: ${counted(d["n"], "row", w)} (każdy liczy się w całości tam, gdzie się zaczyna)`,
  "immature-revenue": (d, _, w) =>
    `${counted(d["n"], "order", w)} sprzed mniej niż ${w.count(num(d["days"]))} dni: przyszłych zwrotów nie odjęto`,
  "margin-missing": fixed("nie podano marży: przychód to nie zysk"),
  backwards: (d, _, w) => `z datą sprzed tego, po czym następują: ${w.count(num(d["n"]))} (tych dat nie użyto)`,
  "history-unknown": (d, _, w) =>
    d["n"] === undefined
      ? `dane zaczynają się mniej niż ${w.count(num(d["days"]))} dni wcześniej: dawni klienci mogą wyglądać na nowych`
      : `w pierwszych ${w.count(num(d["days"]))} dniach danych przyszło: ${counted(d["n"], "customer", w)}; dawni wśród nich mogą wyglądać na nowych`,
  "no-amount": (d, _, w) => `${counted(d["n"], "order", w)} bez kwoty: poza obliczeniem`,
  "statuses-counted": (d, _, w) =>
    `uwzględniono zamówienia o każdym statusie: definicja nie pomija żadnego${statusList(d, w, { of: `w danych łącznie ${counted(d["n"], "order", w)}`, others: "innych statusów", none: "bez statusu" })}`,
  dispersed: (d, _, w) =>
    `klienci bardzo się różnią: wariancja ${w.number(num(d["ratio"]), 1)} razy większa od średniej; średnia opisuje niewielu`,
  "low-response": (d, _, w) =>
    `odpowiedziało mniej niż ${w.percent(num(d["minimum"]), 0)}: odpowiadający mogą różnić się od reszty`,
  "only-answers": fixed("nie zapisano nikogo, kto był pytany i nie odpowiedział: odsetek nic nie mówi"),
  "partial-answers": (d, _, w) => `przerwano w trakcie: ${w.count(num(d["n"]))} (nie liczą się jako odpowiedzi)`,
  "immature-window": (d, _, w) =>
    `zbyt niedawne, za wcześnie na ocenę: ${w.count(num(d["n"]))} (${num(d["counted"]) > 0 ? "mimo to wliczono" : "poza obliczeniem"})`,
  censored: (d, _, w) => `jeszcze w toku: ${w.count(num(d["n"]))} (liczone za czas obserwacji)`,
  "not-reached": (d, _, w) =>
    num(d["minimum"]) > 1
      ? `krzywa tam nie sięga, dopóki obserwowanych jest co najmniej ${w.count(num(d["minimum"]))}`
      : "krzywa tam nie sięga: nikogo nie obserwowano tak długo",
  "period-needed": fixed("wskaźnik patrzy na okres i na to, co było przed nim: podaj okres albo podziel czas"),
  "closed-unanswered": (d, _, w) =>
    `zamknięto bez odpowiedzi: ${w.count(num(d["n"]))} (liczone do zamknięcia; w odsetku odpowiedzi w terminie – poza obliczeniem, jeśli termin jeszcze nie minął)`,
  "last-of-session": (d, _, w) =>
    `ostatnie w sesji: ${w.count(num(d["n"]))} (poza obliczeniem: nie wiadomo, jak długo trwały)`,
  "contacted-only": fixed("nie ma tu klientów bez kontaktu: dotyczy kontaktowanych, a nie wszystkich"),
  "not-stated": (d, _, w) => `${counted(d["n"], "row", w)} bez danych potrzebnych do obliczenia (poza obliczeniem)`,
  "off-scale": (d, _, w) =>
    `${counted(d["n"], "row", w)} z liczbą punktów większą niż możliwa: nie ma rzetelnej liczby`,
  "mixed-versions": (d, _, w) => `różne wersje kwestionariusza w jednej liczbie: ${w.count(num(d["n"]))}`,
  "chosen-weights": (d, _, w) =>
    `wagi etapów przyjęto umownie: od ${w.number(num(d["low"]), 2)} do ${w.number(num(d["high"]), 2)}, gdy pośrednie są o jedną piątą mniejsze lub większe`,
  "one-channel": (d, _, w) => `znane tylko z jednego kanału: ${w.count(num(d["n"]))} (poza obliczeniem)`,
  "channels-excluded": (d, _, w) =>
    `kanały, w których są mniej niż dwie odpowiedzi lub wszystkie są jednakowe: ${w.count(num(d["n"]))} (poza obliczeniem)`,
  "rejected-rows": (d, _, w) => `odrzucono: ${counted(d["n"], "row", w)} (${w.percent(num(d["share"]))})`,
  "suspect-text": (d, _, w) => `${counted(d["cells"], "cell", w)} z uszkodzonym tekstem: tekst pozostawiono bez zmian`,
  "definition-mismatch": (d) =>
    text(d["differs"]) === ""
      ? "inna definicja: bez porównania"
      : `inna definicja (${text(d["differs"])}): bez porównania`,
  "mix-shift": (d, [m], w) =>
    `wkład struktury (${nameOf("dimension", d["dimension"], w)}) w różnicę: ${partOfDifference(d["mix"], m, w)}, wkład samych części: ${partOfDifference(d["rate"], m, w)}`,
  "no-baseline": (d) =>
    text(d["baseline"]) === ""
      ? "nie podano okresu, więc nie ma poprzedniego do porównania"
      : `nie ma grupy ${text(d["baseline"])}, z którą można porównać`,
  "small-baseline": (d, _, w) =>
    `porównanie z małą próbą: ${w.count(num(d["n"]))}, mniej niż ${w.count(num(d["minimum"]))}`,
  "multiple-testing": (d, _, w) =>
    `jedno z ${w.plural(num(d["comparisons"]), ofComparisons)}: wartość q skorygowano${d["adjustment"] === "holm" ? " metodą Holma" : ""}, przedziału nie`,
  "below-minimum-cell": (d, _, w) => `wartość ukryta: mniej niż ${w.count(num(d["minimum"]))}`,
  failed: (d) => (text(d["problem"]) === "" ? "błąd" : `błąd: ${text(d["problem"])}`),
}
