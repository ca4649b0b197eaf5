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
const ofComparisons: PluralForms = { one: "сравнения", few: "сравнений", many: "сравнений", other: "сравнения" }

/** What definitions differ in beside parameters. */
const differing = { metric: "показатель", unit: "единица", zone: "часовой пояс", filter: "фильтр" }

/** What is said of a caveat in Russian. */
export const ruCaveats: Readonly<Record<CaveatId, Sentence>> = {
  "zero-denominator": fixed("считать нечего: знаменатель равен нулю"),
  "small-sample": (d, _, w) =>
    d["effective"] === undefined
      ? `малая выборка: n = ${w.count(num(d["n"]))}, меньше ${w.count(num(d["minimum"]))}`
      : `малая выборка: n = ${w.count(num(d["n"]))}, эффективный объём ${w.count(Math.floor(num(d["effective"])))}, меньше ${w.count(num(d["minimum"]))}`,
  insufficient: (d, _, w) =>
    `недостаточно данных: n = ${w.count(num(d["n"]))}, меньше ${w.count(num(d["minimum"]))}; не ранжируется`,
  "partial-period": (d) =>
    d["of"] === "previous"
      ? "предыдущий период неполный: сравнения с ним нет"
      : "неполный период: показан, но не сравнивается",
  undated: fixed("в источнике нет дат: период указать нельзя"),
  "watermark-inferred": fixed("данные считаются полными по самую позднюю запись: другая дата не задана"),
  "scale-mismatch": (d, _, w) =>
    `${counted(d["n"], "answer", w)} по шкале, отличной от заданной в определении (${scaleOf(d["expected"], w)}): достоверное значение получить нельзя; укажите для показателя ту шкалу, по которой задавали вопрос`,
  "nonstandard-scale": (d, _, w) =>
    `вопрос задан по шкале ${scaleOf(d["scale"], w)} вместо стандартной ${scaleOf(d["standard"], w)}: сравнивать с опубликованными значениями нельзя`,
  "scale-missing": (d, _, w) =>
    `${counted(d["n"], "answer", w)} без указания шкалы; принята шкала ${scaleOf(d["assumed"], w)}`,
  "no-score": (d, _, w) =>
    `${counted(d["n"], "row", w)} без оценки: вне знаменателя (ноль вместо оценки не подставляется)`,
  "no-customer": (d, _, w) => `${counted(d["n"], "row", w)} без указания клиента`,
  clustered: (d, _, w) =>
    `данные одного клиента похожи между собой: дизайн-эффект (deff) ${w.number(num(d["deff"]), 2)}, интервал расширен`,
  weighted: (d, _, w) =>
    `взвешенная выборка: объём совокупности ${w.count(Math.round(num(d["population"])))}, эффективный объём выборки ${w.count(Math.round(num(d["nEffective"])))}`,
  "weights-ignored": fixed("веса выборки не учтены: описаны строки, а не совокупность"),
  "no-ci": (d, _, w) => {
    const why = "доверительный интервал указать нельзя"
    if (d["pairs"] === undefined) return why
    if (d["pairs"] !== "day")
      return `${why}: пар расходов и результатов ${w.count(num(d["units"]))}, это слишком мало, или они слишком различаются; задайте pairs: day`
    const even = d["spread"] === "even" ? "" : "spread: even и окончание каждого расхода (until) либо "
    return `${why}: дней с расходами ${w.count(num(d["paid"]))} из ${w.count(num(d["units"]))}; задайте ${even}pairs: touchpoint или campaign`
  },
  "not-yet-due": (d, _, w) => `срок ещё не наступил: ${w.count(num(d["n"]))} (вне расчёта)`,
  "never-fulfilled": (d, _, w) => `срок истёк без выполнения: ${w.count(num(d["n"]))} (учтено среди нарушенных)`,
  "cancelled-excluded": (d, _, w) => `отменено: ${w.count(num(d["n"]))} (вне расчёта)`,
  "currency-mixed": (d, _, w) =>
    `${counted(d["n"], "row", w)} в другой валюте, не ${text(d["expected"])}: складывать нельзя; задайте курсы (rates) или считайте каждую валюту отдельно`,
  "no-rate": (d, _, w) =>
    `${counted(d["n"], "row", w)} в валюте, для которой нет курса к ${text(d["expected"])} на эту дату: складывать нельзя; добавьте курс`,
  "refunds-unmatched": (d, _, w) =>
    `возвраты по заказам, которых нет в данных: ${w.count(num(d["n"]))} (ни из чего не вычтены)`,
  winsorised: (d, _, w) =>
    `суммы выше ${amountOf(d["cap"], d["currency"], w)} учтены как эта сумма (${counted(d["n"], "order", w)}); без ограничения: ${amountOf(d["raw"], d["currency"], w)}`,
  skewed: (d, _, w) =>
    `среднее определяют немногие крупные значения (асимметрия ${w.number(num(d["skewness"]), 1)}): интервалу можно верить от ${w.count(Math.ceil(num(d["minimum"])))}`,
  "nonpositive-base": fixed("предыдущий период принёс ноль или меньше: рост от него не определён"),
  census: fixed("учтены все продажи: интервал показывает долю случайности в них, а не погрешность выборки"),
  "cost-missing": (d, _, w) =>
    num(d["n"]) > 0
      ? `расходы не указаны: ${w.count(num(d["n"]))} (вне расчёта; отсутствие расходов не означает ноль)`
      : "расходы не указаны: их отсутствие не означает ноль",
  "cost-nonpositive": fixed("расходы в сумме равны нулю или меньше: отнести к ним ничего нельзя"),
  "cost-outside": (d, _, w) =>
    `расходы за время, частично выходящее за период: ${counted(d["n"], "row", w)} (каждая учтена целиком там, где начинается)`,
  "immature-revenue": (d, _, w) =>
    `${counted(d["n"], "order", w)} младше ${w.count(num(d["days"]))} дн.: будущие возвраты не вычтены`,
  "margin-missing": fixed("маржа не задана: выручка — не прибыль"),
  backwards: (d, _, w) => `датировано раньше того, за чем следует: ${w.count(num(d["n"]))} (эти даты не учтены)`,
  "history-unknown": (d, _, w) =>
    d["n"] === undefined
      ? `данные начинаются менее чем за ${w.count(num(d["days"]))} дн. до этого: давние клиенты могут выглядеть новыми`
      : `первый раз пришли в первые ${w.count(num(d["days"]))} дн. данных: ${counted(d["n"], "customer", w)}; давние среди них могут выглядеть новыми`,
  "no-amount": (d, _, w) => `${counted(d["n"], "order", w)} без суммы: вне расчёта`,
  "statuses-counted": (d, _, w) =>
    `учтены заказы с любым статусом: определение не исключает ни одного${statusList(d, w, { of: `всего в данных ${counted(d["n"], "order", w)}`, others: "других статусов", none: "без статуса" })}`,
  dispersed: (d, _, w) =>
    `клиенты сильно различаются: дисперсия больше среднего в ${w.number(num(d["ratio"]), 1)} раза; среднее описывает немногих`,
  "low-response": (d, _, w) =>
    `ответило меньше ${w.percent(num(d["minimum"]), 0)}: ответившие могут отличаться от остальных`,
  "only-answers": fixed("не записан никто, кого спросили и кто не ответил: доля ничего не говорит"),
  "partial-answers": (d, _, w) => `прервано на середине: ${w.count(num(d["n"]))} (ответами не считаются)`,
  "immature-window": (d, _, w) =>
    `слишком недавние, судить рано: ${w.count(num(d["n"]))} (${num(d["counted"]) > 0 ? "всё же учтены" : "вне расчёта"})`,
  censored: (d, _, w) => `ещё не завершено: ${w.count(num(d["n"]))} (учтено за время наблюдения)`,
  "not-reached": (d, _, w) =>
    num(d["minimum"]) > 1
      ? `кривая туда не доходит, пока под наблюдением не менее ${w.count(num(d["minimum"]))}`
      : "кривая туда не доходит: так долго никто не наблюдался",
  "period-needed": fixed("показателю нужны период и то, что было до него: задайте период или разбейте время"),
  "closed-unanswered": (d, _, w) =>
    d["of"] === "share"
      ? `закрыто без ответа до истечения срока: ${w.count(num(d["n"]))} (вне расчёта)`
      : `закрыто без ответа: ${w.count(num(d["n"]))} (учтено до закрытия)`,
  "last-of-session": (d, _, w) =>
    `последние в сессии: ${w.count(num(d["n"]))} (вне расчёта: сколько они длились, неизвестно)`,
  "contacted-only": fixed("клиентов без контактов здесь нет: доля от получивших контакты, а не от всех"),
  "not-stated": (d, _, w) => `${counted(d["n"], "row", w)} без нужных для расчёта сведений (вне расчёта)`,
  "off-scale": (d, _, w) => `${counted(d["n"], "row", w)} с баллами больше возможных: достоверного числа нет`,
  "mixed-versions": (d, _, w) => `разные версии анкеты в одном числе: ${w.count(num(d["n"]))}`,
  "chosen-weights": (d, _, w) =>
    `веса этапов выбраны условно: от ${w.number(num(d["low"]), 2)} до ${w.number(num(d["high"]), 2)}, если промежуточные на пятую часть меньше или больше`,
  "one-channel": (d, _, w) => `известно только из одного канала: ${w.count(num(d["n"]))} (вне расчёта)`,
  "channels-excluded": (d, _, w) =>
    `каналы, где меньше двух ответов или все ответы одинаковы: ${w.count(num(d["n"]))} (вне расчёта)`,
  "rejected-rows": (d, _, w) => `отклонено: ${counted(d["n"], "row", w)} (${w.percent(num(d["share"]))})`,
  "suspect-text": (d, _, w) => `${counted(d["cells"], "cell", w)} с повреждённым текстом: текст оставлен без изменений`,
  "unresolved-customers": (d, _, w) =>
    `${counted(d["n"], "row", w)} с клиентами, которых нет ни среди идентификаторов, ни среди профилей (${w.percent(num(d["share"]))}): один человек мог быть посчитан несколько раз`,
  "definition-mismatch": (d, _, w) =>
    text(d["differs"]) === ""
      ? "другое определение: не сравнивается"
      : `другое определение (${differencesOf(d["differs"], w, differing)}): не сравнивается`,
  "mix-shift": (d, [m], w) =>
    `вклад структуры (${nameOf("dimension", d["dimension"], w)}) в разницу: ${partOfDifference(d["mix"], m, w)}, вклад самих частей: ${partOfDifference(d["rate"], m, w)}`,
  "no-baseline": (d, _, w) =>
    text(d["baseline"]) === ""
      ? "период не задан: сравнивать с предыдущим нечего"
      : `нет группы ${baselineOf(d["baseline"], w)}, с которой сравнивать`,
  "small-baseline": (d, _, w) =>
    `сравнивается с малой выборкой: n = ${w.count(num(d["n"]))}, меньше ${w.count(num(d["minimum"]))}`,
  "multiple-testing": (d, _, w) =>
    `одно из ${w.plural(num(d["comparisons"]), ofComparisons)}: значение q скорректировано${d["adjustment"] === "holm" ? " по методу Холма" : ""}, интервал — нет`,
  "below-minimum-cell": (d, _, w) => `значение скрыто: меньше ${w.count(num(d["minimum"]))}`,
  failed: (d) => (text(d["problem"]) === "" ? "ошибка" : `ошибка: ${text(d["problem"])}`),
}

/** Caveats of many rows in Russian, told once without their figures. */
export const ruSome: Readonly<Record<keyof typeof enSome, Sentence>> = {
  "some-small-sample": (d, _, w) => `малая выборка: эффективный размер меньше ${w.count(num(d["minimum"]))}`,
  "some-small-baseline": (d, _, w) => `сравнивается с малой выборкой: n меньше ${w.count(num(d["minimum"]))}`,
  "some-insufficient": (d, _, w) => `недостаточно данных: n меньше ${w.count(num(d["minimum"]))}; не ранжируется`,
  "some-no-score": fixed("есть строки без оценки: вне знаменателя (ноль вместо оценки не подставляется)"),
  "some-no-customer": fixed("есть строки без указания клиента"),
  "some-clustered": fixed("данные одного клиента похожи между собой: интервал расширен"),
  "some-weighted": fixed("взвешенная выборка: n — число строк, значение относится ко всей совокупности"),
  "some-not-yet-due": fixed("есть обещания, срок которых ещё не наступил (вне расчёта)"),
  "some-never-fulfilled": fixed("есть обещания, срок которых истёк без выполнения (учтены среди нарушенных)"),
  "some-cancelled-excluded": fixed("есть отменённые обещания (вне расчёта)"),
  "some-immature-window": (d) =>
    `есть слишком недавние, судить рано (${num(d["counted"]) > 0 ? "всё же учтены" : "вне расчёта"})`,
  "some-censored": fixed("есть ещё не завершённые (учтены за время наблюдения)"),
  "some-closed-unanswered": (d) =>
    d["of"] === "share"
      ? "есть закрытые без ответа до истечения срока (вне расчёта)"
      : "есть закрытые без ответа (учтены до закрытия)",
  "some-not-stated": fixed("есть строки без нужных для расчёта сведений (вне расчёта)"),
  "some-no-amount": fixed("есть заказы без суммы: вне расчёта"),
  "some-mix-shift": (d, _, w) =>
    `вклад структуры (${nameOf("dimension", d["dimension"], w)}) в разницу больше вклада самих частей или направлен против него`,
}
