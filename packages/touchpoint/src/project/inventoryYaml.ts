import { type Entry, inventoryOf } from "@touchpoint/catalog"
import { type Locale, standardStages, nameIn } from "@touchpoint/core/model"
import { Document, isMap, isSeq, type YAMLMap, type YAMLSeq } from "yaml"

interface Words {
  readonly head: ReadonlyArray<string>
  readonly measure: string
}

const words: Readonly<Record<Locale, Words>> = {
  en: {
    head: [
      "The touchpoints of this project, begun from the catalogue. Keep what you have, delete the rest, add your own.",
      "Next: name who answers for each (owner), and say which ones are only planned (status: planned).",
      "aliases: how your exports call a touchpoint; add the spellings of your own files.",
      "More of the catalogue: touchpoint catalog",
    ],
    measure: "Measure",
  },
  ru: {
    head: [
      "Точки контакта проекта, взятые из каталога. Оставьте свои, лишние удалите, недостающие допишите.",
      "Дальше: укажите, кто отвечает за каждую (owner), и отметьте те, что пока в планах (status: planned).",
      "aliases: как точку контакта называют ваши выгрузки; добавьте написания из своих файлов.",
      "Ещё из каталога: touchpoint catalog --locale ru",
    ],
    measure: "Измерять",
  },
  pl: {
    head: [
      "Punkty styku projektu, na początek z katalogu. Zostaw swoje, zbędne usuń, brakujące dopisz.",
      "Dalej: wpisz, kto odpowiada za każdy z nich (owner), i zaznacz te dopiero planowane (status: planned).",
      "aliases: jak punkt styku nazywają twoje eksporty; dopisz pisownię z własnych plików.",
      "Więcej z katalogu: touchpoint catalog --locale pl",
    ],
    measure: "Mierz",
  },
}

const comment = (lines: ReadonlyArray<string>): string => lines.map((line) => ` ${line}`).join("\n")

/**
 * An inventory of catalogue entries as YAML that people go on writing: a heading for each stage, and what a touchpoint
 * is and what to measure there above it.
 */
export const inventoryYaml = (entries: ReadonlyArray<Entry>, locale: Locale): string => {
  const inJourney = standardStages.flatMap((stage) => entries.filter((entry) => entry.stage === stage.id))
  const document = new Document(inventoryOf(inJourney, { locale }))
  document.commentBefore = comment(words[locale].head)
  const list = document.get("touchpoints") as YAMLSeq<YAMLMap>
  let stage = ""
  for (const [i, entry] of inJourney.entries()) {
    const item = list.items[i]
    if (item === undefined) continue
    const heading = entry.stage === stage ? [] : [headingOf(entry.stage, locale), ""]
    stage = entry.stage
    item.commentBefore = comment([
      ...heading,
      entry.description[locale],
      `${words[locale].measure}: ${entry.metrics.join(", ")}`,
    ])
    // The first comment would stick to the key of the list.
    item.spaceBefore = i > 0
    for (const key of ["name", "aliases"]) {
      const inner = item.get(key)
      if (isMap(inner) || isSeq(inner)) inner.flow = true
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

const headingOf = (id: string, locale: Locale): string => {
  const stage = standardStages.find((one) => one.id === id)
  return `== ${nameIn(stage?.name, locale, id)} ==`
}
