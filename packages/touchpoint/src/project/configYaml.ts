import type { Locale } from "@touchpoint/core/model"

interface Words {
  readonly title: string
  readonly head: string
  readonly zone: string
  readonly facts: ReadonlyArray<string>
  readonly metrics: string
  readonly rules: string
  readonly next: ReadonlyArray<string>
}

const words: Readonly<Record<Locale, Words>> = {
  en: {
    title: "Our customer journey",
    head: "The project. The whole page is one command away: touchpoint report --out report.html",
    zone: "Days, weeks and months are cut in this time zone.",
    facts: [
      "Next: the facts. Let touchpoint propose how an export is read, and put what it prints here:",
      "  touchpoint import survey.csv --as feedback",
      "Without facts, touchpoint check judges the inventory alone. It looks like this:",
    ],
    metrics: "What to measure; without this, what the facts allow. touchpoint explain nps tells what a metric counts.",
    rules:
      "Rules of the preset that shall be quiet or stricter; touchpoint explain stage-gap tells what a rule judges.",
    next: [
      "Next:",
      "  touchpoint import <export.csv> --as feedback   how a file is read, to put under facts",
      "  touchpoint check                               what the rules find",
      "  touchpoint report --out report.html            the whole page",
    ],
  },
  ru: {
    title: "Путь нашего клиента",
    head: "Проект. Готовая страница получается одной командой: touchpoint report --out report.html",
    zone: "По этому часовому поясу считаются дни, недели и месяцы.",
    facts: [
      "Дальше: факты. touchpoint предложит, как читать выгрузку; вставьте сюда то, что он напечатает:",
      "  touchpoint import survey.csv --as feedback",
      "Без фактов touchpoint check проверяет только перечень точек контакта. Выглядит это так:",
    ],
    metrics: "Что измерять; без этого — всё, что позволяют факты. Что считает метрика: touchpoint explain nps",
    rules: "Правила, которые нужно отключить или сделать строже. Что проверяет правило: touchpoint explain stage-gap",
    next: [
      "Дальше:",
      "  touchpoint import <файл.csv> --as feedback   как читать выгрузку; вставить в facts",
      "  touchpoint check                             что нашли правила",
      "  touchpoint report --out report.html          вся страница",
    ],
  },
  pl: {
    title: "Ścieżka naszego klienta",
    head: "Projekt. Cała strona powstaje jednym poleceniem: touchpoint report --out report.html",
    zone: "W tej strefie czasowej liczone są dni, tygodnie i miesiące.",
    facts: [
      "Dalej: fakty. touchpoint zaproponuje, jak czytać eksport; wklej tu to, co wypisze:",
      "  touchpoint import survey.csv --as feedback",
      "Bez faktów touchpoint check ocenia sam rejestr punktów styku. Wygląda to tak:",
    ],
    metrics: "Co mierzyć; bez tego wszystko, na co pozwalają fakty. Co liczy metryka: touchpoint explain nps",
    rules: "Reguły, które mają milczeć albo być surowsze. Co ocenia reguła: touchpoint explain stage-gap",
    next: [
      "Dalej:",
      "  touchpoint import <eksport.csv> --as feedback   jak czytać plik; wklej pod facts",
      "  touchpoint check                                co znalazły reguły",
      "  touchpoint report --out report.html             cała strona",
    ],
  },
}

/** A configuration to begin with: what is sure, and what comes next as comments. */
export const configYaml = (zone: string, locale: Locale): string => {
  const { facts, head, metrics, rules, title, zone: about } = words[locale]
  return `# yaml-language-server: $schema=node_modules/touchpoint/schema/config.schema.json
# ${head}
title: ${title}
inventory: inventory.yaml
# ${about}
zone: ${zone}
locale: ${locale}

${facts.map((line) => `# ${line}`).join("\n")}
# facts:
#   feedback:
#     csv: survey.csv
#     map: { customer: id, at: date, touchpoint: page, score: answer }
#     with: { instrument: nps, scale: { min: 0, max: 10 } }

# ${metrics}
# metrics:
#   - nps
#   - { id: nps, by: touchpoint, relation: transactional }

# ${rules}
# rules:
#   stage-gap: [info, { ignore: [] }]
`
}

/** What to do after a project was begun. */
export const nextSteps = (locale: Locale): string => words[locale].next.join("\n")
