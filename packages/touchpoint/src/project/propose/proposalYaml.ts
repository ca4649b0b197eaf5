import type { Locale } from "@touchpoint/core/model"
import { Document, isMap, isScalar, isSeq, type Pair } from "yaml"
import type { Doubt, DoubtId, Proposal } from "./Proposal.ts"

type Say = Readonly<Record<DoubtId, (doubt: { readonly value: string; readonly rival: string }) => string>>

const says: Readonly<Record<Locale, Say>> = {
  en: {
    "only-dates": () => "the only column left with dates",
    "only-scores": () => "the only column with small numbers",
    touchpoints: () => "holds names of touchpoints",
    alike: () => "the name is only similar",
    whose: () => "of the customer, or of the answer? then eventId",
    "day-or-month": ({ rival, value }) => `${value} or ${rival}? every cell fits both`,
    "whole-units": () => "no cents in the file: leave minor out where it counts cents already",
    unit: () => "seconds? ms, s, min, h or d",
    currency: () => "add the currency: with: { currency: EUR }",
    instrument: ({ value }) => `taken for ${value}: nps, csat, ces or a name of your own`,
    scale: ({ value }) => `scores in the file: ${value}; write the scale that was asked on`,
    "scale-guessed": ({ rival, value }) =>
      `a guess: scores in the file are ${rival}, and ${value} is the smallest usual scale that holds them; write the scale that was asked on`,
    "off-scale": ({ rival, value }) =>
      `${rival} of the scores lie outside ${value} and are rejected; if they are right, correct the scale`,
    signs: () =>
      "a currency or commas between thousands stand in the cells and are not read: export plain numbers, or take them off in a script (rows)",
    "one-touchpoint": ({ rival, value }) =>
      `${rival}: all are counted as ${value}; take out what is another touchpoint`,
    "not-in-inventory": ({ value }) => `the inventory has no ${value}: add them to it, or map them with values`,
    "strange-words": ({ rival, value }) => `read as absent: ${value}; name one of ${rival} for each that is one`,
    nameless: () => "the column has no name; is the header in another row? then options: { headerRow: 2 }",
  },
  ru: {
    "only-dates": () => "единственный оставшийся столбец с датами",
    "only-scores": () => "единственный столбец с небольшими числами",
    touchpoints: () => "содержит названия точек контакта",
    alike: () => "название лишь похоже",
    whose: () => "клиента или ответа? для ответа это eventId",
    "day-or-month": ({ rival, value }) => `${value} или ${rival}? подходят оба`,
    "whole-units": () => "в файле нет копеек: уберите minor, если сумма уже в копейках",
    unit: () => "секунды? ms, s, min, h или d",
    currency: () => "укажите валюту: with: { currency: RUB }",
    instrument: ({ value }) => `похоже на ${value}: nps, csat, ces или своё название`,
    scale: ({ value }) => `оценки в файле: ${value}; укажите шкалу, по которой спрашивали`,
    "scale-guessed": ({ rival, value }) =>
      `догадка: оценки в файле — ${rival}, а ${value} — наименьшая обычная шкала, которая их вмещает; укажите шкалу, по которой спрашивали`,
    "off-scale": ({ rival, value }) =>
      `оценок вне шкалы ${value}: ${rival}, они отклоняются; если они верны, исправьте шкалу`,
    signs: () =>
      "в ячейках стоят знак валюты или запятые между тысячами, они не читаются: выгрузите простые числа или уберите знаки в скрипте (rows)",
    "one-touchpoint": ({ rival, value }) =>
      `${rival}: всё считается как ${value}; уберите то, что другая точка контакта`,
    "not-in-inventory": ({ value }) =>
      `в перечне точек контакта нет ${value}: добавьте туда или сопоставьте через values`,
    "strange-words": ({ rival, value }) => `не читаются: ${value}; укажите для каждого подходящее из ${rival}`,
    nameless: () => "у столбца нет названия; заголовок в другой строке? тогда options: { headerRow: 2 }",
  },
  pl: {
    "only-dates": () => "jedyna pozostała kolumna z datami",
    "only-scores": () => "jedyna kolumna z małymi liczbami",
    touchpoints: () => "zawiera nazwy punktów styku",
    alike: () => "nazwa jest tylko podobna",
    whose: () => "klienta czy odpowiedzi? dla odpowiedzi to eventId",
    "day-or-month": ({ rival, value }) => `${value} czy ${rival}? pasują oba`,
    "whole-units": () => "w pliku nie ma groszy: usuń minor, jeśli kwota jest już w groszach",
    unit: () => "sekundy? ms, s, min, h lub d",
    currency: () => "dodaj walutę: with: { currency: PLN }",
    instrument: ({ value }) => `wygląda na ${value}: nps, csat, ces lub własna nazwa`,
    scale: ({ value }) => `oceny w pliku: ${value}; wpisz skalę, na której pytano`,
    "scale-guessed": ({ rival, value }) =>
      `domysł: oceny w pliku to ${rival}, a ${value} to najmniejsza zwykła skala, która je mieści; wpisz skalę, na której pytano`,
    "off-scale": ({ rival, value }) =>
      `oceny poza skalą ${value}: ${rival}; są odrzucane, jeśli są poprawne, popraw skalę`,
    signs: () =>
      "w komórkach stoi waluta lub przecinki między tysiącami, których się nie czyta: wyeksportuj zwykłe liczby albo usuń znaki w skrypcie (rows)",
    "one-touchpoint": ({ rival, value }) =>
      `${rival}: wszystkie liczą się jako ${value}; usuń to, co jest innym punktem styku`,
    "not-in-inventory": ({ value }) =>
      `w rejestrze punktów styku nie ma ${value}: dodaj je tam albo przypisz przez values`,
    "strange-words": ({ rival, value }) => `nieczytane: ${value}; wpisz dla każdego pasujące z ${rival}`,
    nameless: () => "kolumna nie ma nazwy; nagłówek jest w innym wierszu? wtedy options: { headerRow: 2 }",
  },
}

const said = ({ id, rival = "", value = "" }: Doubt, locale: Locale): string => says[locale][id]({ rival, value })

/** What surrounds the mapping. */
export interface Surroundings {
  readonly locale: Locale
  /** `csv`, `jsonl`, `parquet`: the key of the source; else the id of an importer. */
  readonly format: string
  readonly file: string
  readonly plural: string
  /** Which row names the columns. */
  readonly headerRow: number
  /** Lines above and below, as comments. */
  readonly head: ReadonlyArray<string>
  readonly foot: ReadonlyArray<string>
}

/** Formats that sources name by a key of their own. */
const keys: ReadonlySet<string> = new Set(["csv", "jsonl", "parquet"])

/** A proposal as a part of the configuration, with what to look at twice beside it. */
export const proposalYaml = (
  { absent, doubts, map, with: constants }: Proposal,
  { file, foot, format, head, headerRow, locale, plural }: Surroundings,
): string => {
  const source = {
    ...(keys.has(format) ? { [format]: file } : { import: format, path: file }),
    map,
    ...(Object.keys(constants).length === 0 ? {} : { with: constants }),
    ...(absent.length === 0 ? {} : { absent }),
    ...(headerRow === 1 ? {} : { options: { headerRow } }),
  }
  const document = new Document({ facts: { [plural]: source } })
  const lists = [document.getIn(["facts", plural, "map"]), document.getIn(["facts", plural, "with"])].filter(isMap)
  const spare: Array<string> = []
  for (const list of lists) for (const pair of list.items) for (const key of ["format", "values"]) flow(pair, key)
  const absentList = document.getIn(["facts", plural, "absent"])
  if (isSeq(absentList)) absentList.flow = true
  const options = document.getIn(["facts", plural, "options"])
  if (isMap(options)) options.flow = true
  for (const doubt of doubts) {
    const pair = lists.flatMap((list) => list.items).find(({ key }) => isScalar(key) && key.value === doubt.field)
    const text = ` ${said(doubt, locale)}`
    const node = pair?.value as { comment?: string | null } | undefined
    if (node === undefined || node === null) spare.push(text)
    else node.comment = node.comment ? `${node.comment};${text}` : text
  }
  document.commentBefore = head.map((line) => ` ${line}`).join("\n")
  document.comment = [...spare, ...foot.map((line) => ` ${line}`)].join("\n")
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** Short maps stand on one line. */
const flow = ({ value }: Pair, key: string): void => {
  if (!isMap(value)) return
  value.flow = true
  const inner = value.get(key)
  if (isMap(inner)) inner.flow = true
}
