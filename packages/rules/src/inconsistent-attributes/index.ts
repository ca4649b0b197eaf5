import { Metric } from "@touchpoint/core/metrics"
import type { Touchpoint } from "@touchpoint/core/model"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { activeOf } from "../active.ts"
import { type InconsistentAttributesMessage, messages } from "./messages.ts"
import { comparable, shown } from "./stated.ts"

/** More values than this are counted, not listed. */
const LISTED = 4

const Options = Schema.Struct({
  /** Attributes that touchpoints have to state alike. */
  keys: Metric.withDefault(Schema.Array(Schema.String), [
    "deliveryDays",
    "deliveryPrice",
    "freeDeliveryFrom",
    "openingHours",
    "price",
    "returnDays",
    "warrantyMonths",
  ]),
  /** Groups of ids: only touchpoints of one group are compared. All with one another where empty. */
  groups: Metric.withDefault(Schema.Array(Schema.Array(Schema.String)), []),
})

/**
 * Flags attributes that active touchpoints state differently: another price, another time to return goods. Each
 * attribute (in each group) is one finding with all values and where they are stated.
 *
 * **Details**
 *
 * What people would call the same is the same: `14`, `"14"` and `"14.0"`; texts without regard to case, spaces and
 * forms of characters; lists without regard to order. A touchpoint that states nothing contradicts nobody. The subject
 * is the first touchpoint whose value is not the most frequent one.
 *
 * @category rules
 * @since 0.2.0
 */
export const inconsistentAttributes = Rule.make({
  id: "inconsistent-attributes",
  meta: {
    title: {
      en: "Touchpoints contradict each other",
      ru: "Точки контакта противоречат друг другу",
      pl: "Sprzeczne informacje w punktach styku",
    },
    description: {
      en: "Touchpoints state different values of one attribute, such as a price or the days to return goods.",
      ru: "Точки контакта указывают разные значения одного и того же: цены, срока возврата товара.",
      pl: "Punkty styku podają różne wartości tej samej cechy, np. ceny lub liczby dni na zwrot.",
    },
    severity: "warning",
    category: "consistency",
    recommended: true,
  },
  options: Options,
  messages,
  needs: () => ({}),
  judge: ({ inventory }, { groups, keys }) => {
    const active = activeOf(inventory)
    const compared = groups.length === 0 ? [active] : groups.map((ids) => active.filter(({ id }) => ids.includes(id)))
    return compared.flatMap((touchpoints) => [...new Set(keys)].flatMap((key) => conflictOf(key, touchpoints)))
  },
})

interface Stated {
  readonly value: string
  readonly by: Array<Touchpoint>
}

const conflictOf = (
  key: string,
  touchpoints: ReadonlyArray<Touchpoint>,
): ReadonlyArray<Rule.Report<InconsistentAttributesMessage>> => {
  const stated = new Map<string, Stated>()
  for (const touchpoint of touchpoints) {
    const attributes = touchpoint.attributes ?? {}
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined
    const same = comparable(value)
    if (same === null) continue
    const found = stated.get(same)
    if (found === undefined) stated.set(same, { value: shown(value), by: [touchpoint] })
    else found.by.push(touchpoint)
  }
  // The sort keeps the order of the inventory among equally frequent values.
  const values = [...stated.values()].toSorted((a, b) => b.by.length - a.by.length)
  const subject = values[1]?.by[0]
  if (subject === undefined) return []
  const listed = values.slice(0, LISTED)
  return [
    {
      subject: { kind: "touchpoint", id: subject.id },
      certainty: "certain",
      messageId: "conflict",
      data: {
        attribute: key,
        listed: listed.length,
        more: values.length - listed.length,
        ...Object.fromEntries(
          listed.flatMap(({ by, value }, i) => [
            [`value${i}`, value],
            // An id holds no space.
            [`touchpoints${i}`, by.map(({ id }) => id).join(" ")],
          ]),
        ),
      },
      evidence: [],
      recommendation: {
        messageId: "agree",
        data: { attribute: key },
        party: subject.party ?? "brand",
        expectedEffect: null,
        effort: "low",
      },
    },
  ]
}
