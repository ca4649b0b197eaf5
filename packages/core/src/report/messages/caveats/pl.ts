import type { CaveatId } from "../../../metrics/Caveat.ts"
import type { enSome } from "./en.ts"
import type { PluralForms, Sentence } from "../../../rules/Wording.ts"
import {
  amountOf,
  baselineOf,
  counted,
  differencesOf,
  fixed,
  nameOf,
  num,
  partOfDifference,
  scaleOf,
  text,
} from "../units.ts"
import { statusList } from "../statuses.ts"

// A case other than the nominative that a sentence puts after a number.
const ofComparisons: PluralForms = { one: "porównania", few: "porównań", many: "porównań", other: "porównania" }

/** What definitions differ in beside parameters. */
const differing = { metric: "wskaźnik", unit: "jednostka", zone: "strefa czasowa", filter: "filtr" }

/** What is said of a caveat in Polish. */
export const plCaveats: Readonly<Record<CaveatId, Sentence>> = {
  "zero-denominator": fixed("nie ma czego liczyć: mianownik wynosi zero"),
  "small-sample": (d, _, w) =>
    d["effective"] === undefined
      ? `mała próba: n = ${w.count(num(d["n"]))}, mniej niż ${w.count(num(d["minimum"]))}`
      : `mała próba: n = ${w.count(num(d["n"]))}, efektywna liczebność ${w.count(Math.floor(num(d["effective"])))}, mniej niż ${w.count(num(d["minimum"]))}`,
  insufficient: (d, _, w) =>
    `za mało danych: n = ${w.count(num(d["n"]))}, mniej niż ${w.count(num(d["minimum"]))}; poza rankingiem`,
  "partial-period": (d) =>
    d["of"] === "previous"
      ? "poprzedni okres jest niepełny: bez porównania z nim"
      : "okres niepełny: pokazany, bez porównania",
  undated: fixed("w źródle nie ma dat: nie można podać okresu"),
  "watermark-inferred": fixed("przyjęto, że dane są kompletne do najpóźniejszego wpisu: innej daty nie podano"),
  "scale-mismatch": (d, _, w) =>
    `${counted(d["n"], "answer", w)} w innej skali niż podana w definicji (${scaleOf(d["expected"], w)}): nie można podać rzetelnej wartości; ustaw dla wskaźnika skalę użytą w pytaniu`,
  "nonstandard-scale": (d, _, w) =>
    `pytanie zadano w skali ${scaleOf(d["scale"], w)} zamiast standardowej ${scaleOf(d["standard"], w)}: nie można porównywać z publikowanymi wynikami`,
  "scale-missing": (d, _, w) =>
    `${counted(d["n"], "answer", w)} bez podanej skali; przyjęto skalę ${scaleOf(d["assumed"], w)}`,
  "no-score": (d, _, w) => `${counted(d["n"], "row", w)} bez oceny: poza mianownikiem (brak oceny nie oznacza zera)`,
  "no-customer": (d, _, w) => `${counted(d["n"], "row", w)} bez wskazania klienta`,
  clustered: (d, _, w) =>
    `dane jednego klienta są do siebie podobne: efekt schematu losowania (deff) ${w.number(num(d["deff"]), 2)}, przedział poszerzono`,
  weighted: (d, _, w) =>
    `próba ważona: liczebność populacji ${w.count(Math.round(num(d["population"])))}, efektywna liczebność próby ${w.count(Math.round(num(d["nEffective"])))}`,
  "weights-ignored": fixed("wag próby nie uwzględniono: opis dotyczy wierszy, a nie populacji"),
  "no-ci": (d, _, w) => {
    const why = "nie można podać przedziału ufności"
    if (d["pairs"] === undefined) return why
    if (d["pairs"] !== "day")
      return `${why}: par kosztów i wyników jest za mało (${w.count(num(d["units"]))}) albo zbyt się różnią; ustaw pairs: day`
    const even = d["spread"] === "even" ? "" : "spread: even i koniec każdego kosztu (until) albo "
    return `${why}: dni z kosztami: ${w.count(num(d["paid"]))} z ${w.count(num(d["units"]))}; ustaw ${even}pairs: touchpoint lub campaign`
  },
  "not-yet-due": (d, _, w) => `termin jeszcze nie minął: ${w.count(num(d["n"]))} (poza obliczeniem)`,
  "never-fulfilled": (d, _, w) => `termin minął bez realizacji: ${w.count(num(d["n"]))} (liczone jako złamane)`,
  "cancelled-excluded": (d, _, w) => `anulowano: ${w.count(num(d["n"]))} (poza obliczeniem)`,
  "currency-mixed": (d, _, w) =>
    `${counted(d["n"], "row", w)} w innej walucie niż ${text(d["expected"])}: nie można sumować; podaj kursy (rates) albo licz każdą walutę osobno`,
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
    d["of"] === "share"
      ? `zamknięto bez odpowiedzi przed upływem terminu: ${w.count(num(d["n"]))} (poza obliczeniem)`
      : `zamknięto bez odpowiedzi: ${w.count(num(d["n"]))} (liczone do zamknięcia)`,
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
  "unresolved-customers": (d, _, w) =>
    `${counted(d["n"], "row", w)} z klientami spoza identyfikatorów i profili (${w.percent(num(d["share"]))}): jedna osoba mogła zostać policzona kilka razy`,
  "definition-mismatch": (d, _, w) =>
    text(d["differs"]) === ""
      ? "inna definicja: bez porównania"
      : `inna definicja (${differencesOf(d["differs"], w, differing)}): bez porównania`,
  "mix-shift": (d, [m], w) =>
    `wkład struktury (${nameOf("dimension", d["dimension"], w)}) w różnicę: ${partOfDifference(d["mix"], m, w)}, wkład samych części: ${partOfDifference(d["rate"], m, w)}`,
  "no-baseline": (d, _, w) =>
    text(d["baseline"]) === ""
      ? "nie podano okresu, więc nie ma poprzedniego do porównania"
      : `nie ma grupy ${baselineOf(d["baseline"], w)}, z którą można porównać`,
  "small-baseline": (d, _, w) =>
    `porównanie z małą próbą: ${w.count(num(d["n"]))}, mniej niż ${w.count(num(d["minimum"]))}`,
  "multiple-testing": (d, _, w) =>
    `jedno z ${w.plural(num(d["comparisons"]), ofComparisons)}: wartość q skorygowano${d["adjustment"] === "holm" ? " metodą Holma" : ""}, przedziału nie`,
  "below-minimum-cell": (d, _, w) => `wartość ukryta: mniej niż ${w.count(num(d["minimum"]))}`,
  failed: (d) => (text(d["problem"]) === "" ? "błąd" : `błąd: ${text(d["problem"])}`),
}

/** Caveats of many rows in Polish, told once without their figures. */
export const plSome: Readonly<Record<keyof typeof enSome, Sentence>> = {
  "some-small-sample": (d, _, w) => `mała próba: efektywna liczebność mniejsza niż ${w.count(num(d["minimum"]))}`,
  "some-small-baseline": (d, _, w) => `porównanie z małą próbą: mniej niż ${w.count(num(d["minimum"]))}`,
  "some-insufficient": (d, _, w) => `za mało danych: n mniejsze niż ${w.count(num(d["minimum"]))}; poza rankingiem`,
  "some-no-score": fixed("są wiersze bez oceny: poza mianownikiem (brak oceny nie oznacza zera)"),
  "some-no-customer": fixed("są wiersze bez wskazania klienta"),
  "some-clustered": fixed("dane jednego klienta są do siebie podobne: przedział poszerzono"),
  "some-weighted": fixed("próba ważona: n to liczba wierszy, wartość odnosi się do populacji"),
  "some-not-yet-due": fixed("są obietnice, których termin jeszcze nie minął (poza obliczeniem)"),
  "some-never-fulfilled": fixed("są obietnice, których termin minął bez realizacji (liczone jako złamane)"),
  "some-cancelled-excluded": fixed("są anulowane obietnice (poza obliczeniem)"),
  "some-immature-window": (d) =>
    `są zbyt niedawne, za wcześnie na ocenę (${num(d["counted"]) > 0 ? "mimo to wliczono" : "poza obliczeniem"})`,
  "some-censored": fixed("są jeszcze w toku (liczone za czas obserwacji)"),
  "some-closed-unanswered": (d) =>
    d["of"] === "share"
      ? "są zamknięte bez odpowiedzi przed upływem terminu (poza obliczeniem)"
      : "są zamknięte bez odpowiedzi (liczone do zamknięcia)",
  "some-not-stated": fixed("są wiersze bez danych potrzebnych do obliczenia (poza obliczeniem)"),
  "some-no-amount": fixed("są zamówienia bez kwoty: poza obliczeniem"),
  "some-mix-shift": (d, _, w) =>
    `wkład struktury (${nameOf("dimension", d["dimension"], w)}) w różnicę jest większy niż wkład samych części albo działa przeciw niemu`,
}
