import type { Locale } from "@touchpoint/core/model"
import type { MessageData, Sentences, Wording } from "@touchpoint/core/rules"
import { number, quoted, text } from "../spoken.ts"

/** Ids of what the rule says. */
export type InconsistentAttributesMessage = "conflict" | "agree"

const attribute = (data: MessageData, w: Wording) => quoted("attribute", text(data, "attribute"), w)

const others: Readonly<Record<Locale, Parameters<Wording["plural"]>[1]>> = {
  en: { one: "other value", other: "other values" },
  ru: { one: "другое значение", few: "других значения", many: "других значений", other: "другого значения" },
  pl: { one: "inna wartość", few: "inne wartości", many: "innych wartości", other: "innej wartości" },
}

/** `14 (Shop), 30 (Website, Help centre)`: each value with where it is stated. */
const values = (data: MessageData, w: Wording): string => {
  const said = Array.from({ length: number(data, "listed") }, (_, i) => {
    const places = text(data, `touchpoints${i}`).split(" ").filter(Boolean)
    return `${text(data, `value${i}`)} (${places.map((id) => w.name("touchpoint", id)).join(", ")})`
  })
  const more = number(data, "more")
  return [...said, ...(more > 0 ? [`… ${w.plural(more, others[w.locale])}`] : [])].join("; ")
}

/** What the rule says. */
export const messages: Sentences<InconsistentAttributesMessage> = {
  en: {
    conflict: (d, _, w) => `Touchpoints state ${attribute(d, w)} differently: ${values(d, w)}.`,
    agree: (d, _, w) => `Decide which value of ${attribute(d, w)} holds, and state it at all of these touchpoints.`,
  },
  ru: {
    conflict: (d, _, w) => `В точках контакта расходятся сведения ${attribute(d, w)}: ${values(d, w)}.`,
    agree: (d, _, w) => `Решите, какое значение ${attribute(d, w)} верно, и укажите его во всех этих точках контакта.`,
  },
  pl: {
    conflict: (d, _, w) => `Punkty styku podają różne wartości ${attribute(d, w)}: ${values(d, w)}.`,
    agree: (d, _, w) =>
      `Ustal, która wartość ${attribute(d, w)} obowiązuje, i podaj ją we wszystkich tych punktach styku.`,
  },
}
