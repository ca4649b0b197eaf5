import type { Locale } from "@touchpoint/core/model"
import type { MessageData, Sentence, Sentences, Wording } from "@touchpoint/core/rules"
import { quoted, text } from "../spoken.ts"

/** Ids of what the rule says. */
export type StageGapMessage = "empty" | "empty-phase" | "no-stage" | "add" | "add-in-phase" | "add-stage"

const phases: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: { before: "before the purchase", during: "during the purchase", after: "after the purchase" },
  ru: { before: "до покупки", during: "во время покупки", after: "после покупки" },
  pl: { before: "przed zakupem", during: "w trakcie zakupu", after: "po zakupie" },
}

const stage = (data: MessageData, w: Wording) => quoted("stage", text(data, "stage"), w)
const phase = (data: MessageData, w: Wording) => phases[w.locale][text(data, "phase")] ?? text(data, "phase")

/** A sentence with what is planned behind it, where something is. */
const planning =
  (planned: string, sentence: (data: MessageData, w: Wording) => string): Sentence =>
  (data, _, w) => {
    const ids = text(data, "planned").split(" ").filter(Boolean)
    const names = w.list(ids.map((id) => w.name("touchpoint", id)))
    return ids.length === 0 ? `${sentence(data, w)}.` : `${sentence(data, w)}. ${planned}: ${names}.`
  }

/** Advice, with another choice where something is planned. */
const advising =
  (otherwise: string, sentence: (data: MessageData, w: Wording) => string): Sentence =>
  (data, _, w) =>
    `${sentence(data, w)}${text(data, "planned") === "" ? "" : otherwise}.`

/** What the rule says. */
export const messages: Sentences<StageGapMessage> = {
  en: {
    empty: planning("Planned", (d, w) => `The stage ${stage(d, w)} has no active touchpoint`),
    "empty-phase": planning("Planned", (d, w) => `The customer journey has no active touchpoint ${phase(d, w)}`),
    "no-stage": (d, _, w) => `The customer journey has no stage ${phase(d, w)}.`,
    add: advising(", or bring a planned one into use", (d, w) => `Add a touchpoint to the stage ${stage(d, w)}`),
    "add-in-phase": advising(", or bring a planned one into use", (d, w) => `Add a touchpoint ${phase(d, w)}`),
    "add-stage": (d, _, w) => `Add a stage ${phase(d, w)}, with at least one touchpoint.`,
  },
  ru: {
    empty: planning("Запланировано", (d, w) => `На этапе ${stage(d, w)} нет ни одной действующей точки контакта`),
    "empty-phase": planning(
      "Запланировано",
      (d, w) => `На пути клиента нет ни одной действующей точки контакта ${phase(d, w)}`,
    ),
    "no-stage": (d, _, w) => `На пути клиента нет ни одного этапа ${phase(d, w)}.`,
    add: advising(" или запустите запланированную", (d, w) => `Добавьте точку контакта на этап ${stage(d, w)}`),
    "add-in-phase": advising(" или запустите запланированную", (d, w) => `Добавьте точку контакта ${phase(d, w)}`),
    "add-stage": (d, _, w) => `Добавьте этап ${phase(d, w)} хотя бы с одной точкой контакта.`,
  },
  pl: {
    empty: planning("Planowane", (d, w) => `Na etapie ${stage(d, w)} nie ma żadnego aktywnego punktu styku`),
    "empty-phase": planning(
      "Planowane",
      (d, w) => `Na ścieżce klienta nie ma żadnego aktywnego punktu styku ${phase(d, w)}`,
    ),
    "no-stage": (d, _, w) => `Na ścieżce klienta nie ma żadnego etapu ${phase(d, w)}.`,
    add: advising(" lub uruchom planowany", (d, w) => `Dodaj punkt styku na etapie ${stage(d, w)}`),
    "add-in-phase": advising(" lub uruchom planowany", (d, w) => `Dodaj punkt styku ${phase(d, w)}`),
    "add-stage": (d, _, w) => `Dodaj etap ${phase(d, w)} z co najmniej jednym punktem styku.`,
  },
}
