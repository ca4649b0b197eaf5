import { ruCaveats, ruSome } from "./caveats/ru.ts"
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

const WHOLE = "в целом"
const REST = "остальные"
const interval = (level: unknown, w: Wording) => `ДИ\u00a0${levelText(level, w)}`.trim()
/** Legends say in full what labels shorten. */
const inFull = (level: unknown, w: Wording) => `доверительный интервал (${interval(level, w)})`

// Cases other than the nominative that a sentence puts after a number.
const betweenGroups: PluralForms = { one: "группой", few: "группами", many: "группами", other: "группами" }

const onStages: PluralForms = { one: "этапе", few: "этапах", many: "этапах", other: "этапа" }
const moreThanContacts: PluralForms = { one: "контакта", few: "контактов", many: "контактов", other: "контакта" }
/** Accusative, as after «через» and «за». */
const through: Grains = {
  hour: { one: "час", few: "часа", many: "часов", other: "часа" },
  day: { one: "день", few: "дня", many: "дней", other: "дня" },
  week: { one: "неделю", few: "недели", many: "недель", other: "недели" },
  month: { one: "месяц", few: "месяца", many: "месяцев", other: "месяца" },
  quarter: { one: "квартал", few: "квартала", many: "кварталов", other: "квартала" },
  year: { one: "год", few: "года", many: "лет", other: "года" },
}

/** From which to which number the groups of a metric reach. */
const inGroups: PluralForms = { one: "группе", few: "группах", many: "группах", other: "группах" }
const rangeOf: Sentence = (d, [a, b], w) => {
  const [low, high] = ascending(a, b)
  return `${metric(a, w)}: от ${figure(low, w)} до ${figure(high, w)} в ${w.plural(num(d["groups"]), inGroups)}`
}

/** What the core's reports say in Russian. Names are never inflected: they stand before a colon. */
export const ru: Readonly<Record<keyof typeof en, Sentence>> = {
  // Titles that state the finding.
  verdict: (d, _, w) => {
    const part = (id: string, forms: PluralForms) => (num(d[id]) === 0 ? [] : [w.plural(num(d[id]), forms)])
    const parts = [
      ...part("critical", { one: "критичный", other: "критичных" }),
      ...part("warning", { one: "требует внимания", other: "требуют внимания" }),
      ...part("info", { other: "к сведению" }),
    ]
    return [
      w.plural(num(d["findings"]), { one: "вывод", few: "вывода", many: "выводов", other: "вывода" }),
      parts.join(", "),
    ]
      .filter(Boolean)
      .join(": ")
  },
  title: (d) => text(d["title"]) || "Точки контакта",
  overall: (_, [m], w) =>
    m === undefined || m.value === null
      ? `${metric(m, w)}: сделать вывод нельзя`
      : m.interval === null
        ? `${metric(m, w)}: ${figure(m, w)}`
        : `${metric(m, w)}: ${figure(m, w)} (${interval(m.interval.level, w)}: ${w.interval(m.interval, m.unit)})`,
  differs: (_, [low, high], w) => {
    const [one, other] = places(low, high, WHOLE, w)
    return `${metric(low, w)}: ${figure(low, w)} (${one}) против ${figure(high, w)} (${other})`
  },
  alike: (d, [a, b], w) => {
    const [low, high] = ascending(a, b)
    const groups = w.plural(num(d["groups"]), betweenGroups)
    return `${metric(a, w)}: между ${groups} явных различий нет (от ${figure(low, w)} до ${figure(high, w)})`
  },
  unlike: (d, of, w) => `${rangeOf(d, of, w)}: одной случайностью это не объяснить`,
  range: rangeOf,
  versus: (_, [m], w) => {
    const v = m?.versus
    if (m === undefined || v === undefined || v.difference === null) return `${metric(m, w)}: сравнения нет`
    const own = `${place({ by: m.by }, WHOLE, w)}: ${figure(m, w)}`
    const base = `${baseOf(v, WHOLE, REST, w)}: ${w.value(v.value, m.unit)}`
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
  journey: (d, [worst], w) => {
    const share = (n: unknown, of: unknown) => `${w.count(num(n))} из ${w.count(num(of))}`
    const said = [
      ...(worst === undefined
        ? []
        : [`хуже всего оценивают точку контакта «${place({ by: worst.by }, WHOLE, w)}» (${figure(worst, w)})`]),
      ...(num(d["found"]) === 0 ? [] : [`точек контакта с выводами: ${share(d["found"], d["touchpoints"])}`]),
      ...(num(d["gaps"]) === 0 ? [] : [`этапов без точек контакта: ${share(d["gaps"], d["stages"])}`]),
    ]
    return `Путь клиента: ${
      said.length === 0
        ? `${counted(d["touchpoints"], "touchpoint", w)} на ${w.plural(num(d["stages"]), onStages)}`
        : said.join("; ")
    }`
  },
  funnel: (d, [last, worst], w) => {
    const reached = `${nameOf("funnel", d["funnel"], w)}: до последнего шага дошли ${figure(last, w)} (всего ${counted(last?.n, last?.unitOfN, w)})`
    return worst === undefined || worst.value === null
      ? reached
      : `${reached}; наибольший отсев — перед шагом «${stepName(d["step"], w)}»: ${w.percent(1 - worst.value)}`
  },
  funnelWithheld: (d, _, w) => `${nameOf("funnel", d["funnel"], w)}: честного значения пока нет, см. примечания`,
  cohorts: (d, [low, high], w) => {
    const later = `через ${w.plural(num(d["index"]), through[grainOf(d["every"])])}`
    const at = (m: typeof low) => `${figure(m, w)} (${w.period(m?.period ?? null)})`
    if (low === undefined) return "Удержание по когортам: для всех когорт прошло ещё слишком мало времени"
    return low === high || high === undefined
      ? `Удержание по когортам: ${later} вернулись ${at(low)}`
      : `Удержание по когортам: ${later} вернулись от ${at(low)} до ${at(high)}`
  },
  pressure: (d, [m], w) =>
    m === undefined || m.value === null
      ? "Частота контактов: честного значения нет, см. примечания"
      : `Частота контактов: больше ${w.plural(num(d["cap"]), moreThanContacts)} за ${w.plural(num(d["days"]), through.day)} — у ${figure(m, w)} (всего ${counted(m.n, m.unitOfN, w)})`,
  growth: (d, [m, worth], w) => {
    const factor = text(d["factor"])
    const credited = factor === "" ? "" : `; наибольшая часть изменения: ${within(nameOf("factor", factor, w))}`
    return `Продажи: ${rateOf(d["growth"], w)} (${w.period(m?.period ?? null)}; база: ${w.period(worth?.versus?.period ?? null)})${credited}`
  },
  // What a picture shows.
  journeyLegend: fixed("оценка и выполнение обещаний в каждой точке контакта, число взаимодействий, выводы"),
  funnelLegend: (d, _, w) => `доля дошедших до шага за ${w.plural(num(d["days"]), through.day)} среди всех начавших`,
  cohortsLegend: fixed("доля клиентов когорты, вернувшихся в каждом из следующих периодов"),
  pressureLegend: (d, [m], w) =>
    `${w.name("unitOfN", m?.unitOfN || "customer")} по наибольшему числу контактов за ${w.plural(num(d["days"]), through.day)}`,
  growthLegend: fixed(
    "выручка — это покупатели × заказы на покупателя × выручка на заказ; части рассчитаны арифметически (логарифмические средние), в сумме дают изменение и не означают причин",
  ),
  // Sections and labels.
  score: fixed("Оценка"),
  notMeasured: fixed("не измеряется"),
  hidden: fixed("скрыто"),
  fewMark: fixed("недостаточно данных"),
  noTouchpoint: fixed("точек контакта нет"),
  step: fixed("Шаг"),
  reached: fixed("Дошли"),
  ofAll: fixed("От всех начавших"),
  ofPrevious: fixed("От предыдущего шага"),
  dropOff: fixed("Отсев"),
  cohort: fixed("Когорта"),
  cohortColumns: (d) => `столбцы: через сколько ${through[grainOf(d["every"])].many}`,
  periodsLater: (d, _, w) => `через ${w.plural(num(d["index"]), through[grainOf(d["every"])])}`,
  share: fixed("Доля"),
  shadesLegend: fixed("оттенки — диапазон этого отчёта"),
  growthFactor: fixed("Множитель"),
  growthEffect: fixed("Часть изменения"),
  growthShare: fixed("Часть роста"),
  cap: (d, _, w) => `предел: ${w.count(num(d["cap"]))}`,
  overCap: fixed("сверх предела"),
  changeTo: (d) => (d["apart"] === 1 ? `база: ${text(d["period"])}` : `к предыдущему периоду (${text(d["period"])})`),
  changeBetter: fixed("лучше"),
  changeWorse: fixed("хуже"),
  changeUp: fixed("рост"),
  changeDown: fixed("снижение"),
  changeNone: fixed("явных изменений нет"),
  changeWithheld: fixed("не сравнивается"),
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
  takenApart: (_, [m], w) => {
    const mix = m?.versus?.mix
    return mix === undefined || mix === null
      ? "не раскладывается: части не складываются в целое"
      : `сами части ${partOfDifference(mix.rate, m, w)}, структура ${partOfDifference(mix.mix, m, w)}`
  },
  test: fixed("Критерий"),
  caveats: fixed("Примечание"),
  total: fixed("В целом"),
  rest: fixed(REST),
  partial: fixed("неполный период"),
  partialLegend: fixed("пустой кружок — неполный период, не сравнивается"),
  insufficientLegend: fixed("серый цвет — недостаточно данных"),
  offScaleLegend: fixed("стрелка — недостаточно данных, значение вне шкалы"),
  intervalLegend: (d, _, w) => `точка — значение, линия — ${inFull(d["level"], w)}`,
  bandLegend: (d, _, w) => `полоса — ${inFull(d["level"], w)}`,
  effectSize: (_, [m], w) => {
    const effect = m?.versus?.effect
    if (effect === null || effect === undefined || effect.value === null || effect.kind === "points") return ""
    const name = { "cohen-h": "h Коэна", "hedges-g": "g Хеджеса", "cliffs-delta": "δ Клиффа" }[effect.kind]
    return `${name} ${w.number(effect.value, 2)}`
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
  likely: fixed("ясно видно в данных"),
  possible: fixed("может быть случайностью"),
  certaintyLegend: fixed(
    "Надёжность: «точно» — по реестру или полному подсчёту; «ясно видно в данных» — весь интервал за пределом; «может быть случайностью» — интервал его пересекает.",
  ),
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
  asOf: (d, _, w) => (typeof d["at"] === "number" ? `Данные полны по ${w.day(d["at"])}` : "Фактов с датами нет"),
  noFacts: fixed(
    "Фактов пока нет: touchpoint import ФАЙЛ --as feedback предложит, как читать файл; вставьте это в facts конфигурации",
  ),
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
  ...ruSome,
  ...ruCaveats,
}
