import type { PluralForms, Sentence, Wording } from "../../rules/Wording.ts"
import type { en } from "./en.ts"
import { ascending, counted, figure, fixed, isClear, levelText, metric, num, place, places, text } from "./units.ts"

const WHOLE = "в целом"
const interval = (level: unknown, w: Wording) => `ДИ\u00a0${levelText(level, w)}`.trim()

// Cases other than the nominative that a sentence puts after a number.
const betweenGroups: PluralForms = { one: "группой", few: "группами", many: "группами", other: "группами" }
const ofComparisons: PluralForms = { one: "сравнения", few: "сравнений", many: "сравнений", other: "сравнения" }

/** What the core's reports say in Russian. Names are never inflected: they stand before a colon. */
export const ru: Readonly<Record<keyof typeof en, Sentence>> = {
  // Titles that state the finding.
  title: (d) => text(d["title"]) || "Точки контакта",
  overall: (_, [m], w) =>
    m === undefined || m.value === null
      ? `${metric(m, w)}: сделать вывод нельзя`
      : m.interval === null
        ? `${metric(m, w)}: ${figure(m, w)}`
        : `${metric(m, w)}: ${figure(m, w)} (${interval(m.interval.level, w)}: ${w.interval(m.interval, m.unit)})`,
  differs: (_, [low, high], w) => {
    const [one, other] = places(low, high, WHOLE, w)
    return `${metric(low, w)}: значения различаются (${one}: ${figure(low, w)}; ${other}: ${figure(high, w)})`
  },
  alike: (d, [a, b], w) => {
    const [low, high] = ascending(a, b)
    const groups = w.plural(num(d["groups"]), betweenGroups)
    return `${metric(a, w)}: между ${groups} явных различий нет (от ${figure(low, w)} до ${figure(high, w)})`
  },
  versus: (_, [m], w) => {
    const v = m?.versus
    if (m === undefined || v === undefined || v.difference === null) return `${metric(m, w)}: сравнения нет`
    const own = `${place({ by: m.by }, WHOLE, w)}: ${figure(m, w)}`
    const base = `${place(v, WHOLE, w)}: ${w.value(v.value, m.unit)}`
    return isClear(m)
      ? `${metric(m, w)}: разница ${w.difference(v.difference, m.unit)} (${own}; ${base})`
      : `${metric(m, w)}: явной разницы нет (${own}; ${base})`
  },
  trend: (_, [m, a, b], w) => {
    if (m === undefined) return "Полных периодов пока нет"
    const [low, high] = ascending(a, b)
    const at = (end: typeof m | undefined) => `${figure(end, w)} (${end === undefined ? "" : w.period(end.period)})`
    const before = low === high ? at(low) : `от ${at(low)} до ${at(high)}`
    return `${metric(m, w)}: ${figure(m, w)} за последний полный период (${w.period(m.period)}); ранее ${before}`
  },
  trendOnly: (_, [m], w) =>
    m === undefined
      ? "Полных периодов пока нет"
      : `${metric(m, w)}: ${figure(m, w)} за единственный полный период (${w.period(m.period)})`,
  empty: (d, [m], w) =>
    `${m === undefined ? w.name("metric", text(d["metric"])) : metric(m, w)}: нет данных для расчёта`,
  // Sections and labels.
  noPeriod: (_, [m], w) => `${metric(m, w)}: полных периодов пока нет`,
  withheld: (_, [m], w) => `${metric(m, w)}: честного значения нет, см. примечания`,
  few: (_, [m], w) => `${metric(m, w)}: данных слишком мало, чтобы сравнивать группы`,
  idleRules: (d) => `Правилам не на что опереться (нет данных или перечня): ${text(d["rules"])}`,
  suppressed: (d, _, w) =>
    `${w.plural(num(d["n"]), { one: "вывод скрыт", few: "вывода скрыто", many: "выводов скрыто", other: "вывода скрыто" })} по решению: причина и срок указаны в настройках`,
  keyFigures: fixed("Ключевые показатели"),
  findings: fixed("Выводы"),
  noFindings: fixed("Правила не выявили ничего, что нужно исправить."),
  dataQuality: fixed("Откуда взяты цифры"),
  definitions: fixed("Как определены показатели"),
  failures: fixed("Что не удалось рассчитать"),
  allNumbers: fixed("Все значения"),
  group: fixed("Группа"),
  period: fixed("Период"),
  value: fixed("Значение"),
  interval: (d, _, w) => interval(d["level"], w),
  sample: fixed("n"),
  effectiveSample: fixed("эффективное n"),
  difference: fixed("Разница"),
  against: (d) => (text(d["baseline"]) === "" ? "Разница" : `Разница (база: ${text(d["baseline"])})`),
  test: fixed("Критерий"),
  caveats: fixed("Примечание"),
  total: fixed("В целом"),
  partial: fixed("неполный период"),
  partialLegend: fixed("пустой кружок — неполный период, не сравнивается"),
  insufficientLegend: fixed("серый цвет — недостаточно данных"),
  offScaleLegend: fixed("стрелка — недостаточно данных, значение вне шкалы"),
  intervalLegend: (d, _, w) => `точка — значение, линия — ${interval(d["level"], w)}`,
  bandLegend: (d, _, w) => `полоса — ${interval(d["level"], w)}`,
  effectSize: (_, [m], w) => {
    const effect = m?.versus?.effect
    if (effect === null || effect === undefined || effect.value === null || effect.kind === "points") return ""
    return `${effect.kind === "cohen-h" ? "h Коэна" : "g Хеджеса"} ${w.number(effect.value, 2)}`
  },
  source: fixed("Источник"),
  kind: fixed("Вид записей"),
  rows: fixed("Прочитано строк"),
  facts: fixed("Принято записей"),
  rejects: fixed("Отклонено строк"),
  reasons: fixed("Причины отклонения"),
  encoding: fixed("Кодировка"),
  suspect: fixed("Ячейки с повреждённым текстом"),
  certain: fixed("точно"),
  likely: fixed("вероятно"),
  possible: fixed("возможно"),
  info: fixed("к сведению"),
  warning: fixed("внимание"),
  critical: fixed("критично"),
  recommendation: fixed("Рекомендация"),
  evidence: fixed("Основание"),
  party: fixed("Ответственный"),
  // «Трудоёмкость» is feminine, and so are its three levels.
  effort: fixed("Трудоёмкость"),
  low: fixed("низкая"),
  medium: fixed("средняя"),
  high: fixed("высокая"),
  expected: fixed("Если цель будет достигнута"),
  numerator: fixed("Числитель"),
  denominator: fixed("Знаменатель"),
  formula: fixed("Формула"),
  definition: fixed("Определение"),
  parameters: fixed("Параметры"),
  asOf: (d, _, w) => (typeof d["at"] === "number" ? `Данные полны по ${w.day(d["at"])}` : "В данных нет дат"),
  undatedPeriod: fixed("без даты"),
  size: (d, [m], w) => counted(d["n"], m?.unitOfN, w),
  manifest: fixed("Сведения об отчёте"),
  skip: fixed("Перейти к содержанию"),
  metric: fixed("Показатель"),
  unit: fixed("Единица измерения"),
  countedAt: fixed("Дата учёта"),
  zone: fixed("Часовой пояс"),
  population: fixed("Только строки, где"),
  bytes: fixed("Байт"),
  hash: fixed("Хеш (SHA-256)"),
  configuration: fixed("Конфигурация"),
  versions: fixed("Версии"),
  seed: fixed("Начальное значение генератора случайных чисел"),
  generated: fixed(
    "Отчёт составлен программой touchpoint по перечисленным ниже файлам; те же файлы и настройки дают ту же страницу.",
  ),
  // Caveats.
  "zero-denominator": fixed("считать нечего: знаменатель равен нулю"),
  "small-sample": (d, _, w) => `малая выборка: n = ${w.count(num(d["n"]))}, меньше ${w.count(num(d["minimum"]))}`,
  insufficient: (d, _, w) =>
    `недостаточно данных: n = ${w.count(num(d["n"]))}, меньше ${w.count(num(d["minimum"]))}; не ранжируется`,
  "partial-period": fixed("неполный период: показан, но не сравнивается"),
  undated: fixed("в источнике нет дат: период указать нельзя"),
  "watermark-inferred": fixed("данные считаются полными по самую позднюю запись: другая дата не задана"),
  "scale-mismatch": (d, _, w) =>
    `${counted(d["n"], "answer", w)} по шкале, отличной от заданной в определении (${text(d["expected"])}): достоверное значение получить нельзя; укажите для показателя ту шкалу, по которой задавали вопрос`,
  "nonstandard-scale": (d) =>
    `вопрос задан по шкале ${text(d["scale"])} вместо стандартной ${text(d["standard"])}: сравнивать с опубликованными значениями нельзя`,
  "scale-missing": (d, _, w) =>
    `${counted(d["n"], "answer", w)} без указания шкалы; принята шкала ${text(d["assumed"])}`,
  "no-score": (d, _, w) =>
    `${counted(d["n"], "row", w)} без оценки: вне знаменателя (ноль вместо оценки не подставляется)`,
  "no-customer": (d, _, w) => `${counted(d["n"], "row", w)} без указания клиента`,
  clustered: (d, _, w) =>
    `ответы сгруппированы по клиентам: дизайн-эффект (deff) ${w.number(num(d["deff"]), 2)}, интервал расширен`,
  weighted: (d, _, w) =>
    `взвешенная выборка: объём совокупности ${w.count(Math.round(num(d["population"])))}, эффективный объём выборки ${w.count(Math.round(num(d["nEffective"])))}`,
  "weights-ignored": fixed("веса выборки не учтены: описаны строки, а не совокупность"),
  "no-ci": fixed("доверительный интервал указать нельзя"),
  "not-yet-due": (d, _, w) => `срок ещё не наступил: ${w.count(num(d["n"]))} (вне расчёта)`,
  "never-fulfilled": (d, _, w) => `срок истёк без выполнения: ${w.count(num(d["n"]))} (учтено среди нарушенных)`,
  "cancelled-excluded": (d, _, w) => `отменено: ${w.count(num(d["n"]))} (вне расчёта)`,
  "rejected-rows": (d, _, w) => `отклонено: ${counted(d["n"], "row", w)} (${w.percent(num(d["share"]))})`,
  "suspect-text": (d, _, w) => `${counted(d["cells"], "cell", w)} с повреждённым текстом: текст оставлен без изменений`,
  "definition-mismatch": fixed("другое определение: не сравнивается"),
  "no-baseline": (d) => `нет группы ${text(d["baseline"])}, с которой сравнивать`,
  "multiple-testing": (d, _, w) =>
    `одно из ${w.plural(num(d["comparisons"]), ofComparisons)}: значение q скорректировано, интервал — нет`,
  "below-minimum-cell": (d, _, w) => `значение скрыто: меньше ${w.count(num(d["minimum"]))}`,
  failed: (d) => (text(d["problem"]) === "" ? "ошибка" : `ошибка: ${text(d["problem"])}`),
}
