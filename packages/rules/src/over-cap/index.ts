import { contactPressure, type Measurement, Metric, touchpointReach } from "@touchpoint/core/metrics"
import { column, not, oneOf, or, present } from "@touchpoint/core/questions"
import { type MessageData, type Need, Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"
import { above } from "../below.ts"
import { shortfall } from "../shortfall.ts"
import { messages } from "./messages.ts"

const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
const Positive = Schema.Int.check(Schema.isGreaterThan(0))
const classes = ["marketing", "reminder", "survey", "occasion"] as const

/** Days of the windows that a calendar has. */
const CALENDAR = [1, 7, 30]

const Options = Schema.Struct({
  /** Contacts a customer may get within so many days. */
  cap: Metric.withDefault(Positive, 4),
  days: Metric.withDefault(Positive, 7),
  /** Any so many days on end, or those of the calendar. */
  clock: Metric.withDefault(Schema.Literals(["rolling", "calendar"]), "rolling"),
  /** Classes of contacts that count. */
  classes: Metric.withDefault(Schema.Array(Schema.Literals([...classes, "transactional"])), [...classes]),
  /** Whether the contacts of one package in a window count once, or each. */
  packages: Metric.withDefault(Schema.Literals(["once", "each"]), "once"),
  /** Share of customers that may be over the cap. */
  share: Metric.withDefault(Share, 0.05),
  /** Dimension of groups that are judged each by itself; `null` for none. */
  by: Metric.withDefault(Schema.NullOr(Schema.String), "customer.segment"),
  /** Fewer customers are not judged. */
  minimum: Metric.withDefault(Positive, 30),
}).check(
  Schema.makeFilter(
    ({ clock, days }) =>
      clock === "rolling" || CALENDAR.includes(days) || "days: a calendar has days (1), weeks (7) and months (30)",
  ),
)

/** Channels named in a finding. */
const NAMED = 3

/**
 * Flags groups of customers of whom too many get more contacts than the cap within some days, and names their channels;
 * where no group stands out, all customers together.
 *
 * **Details**
 *
 * Every contact counts, whoever sent it: caps that each channel keeps by itself add up. Transactional contacts do not
 * count by default: nobody wants fewer confirmations. A package is one message over several
 * channels and counts once; where `packageId` names a whole campaign, `packages: "each"` counts its messages.
 *
 * @category rules
 * @since 0.2.0
 */
export const overCap = Rule.make({
  id: "over-cap",
  meta: {
    title: { en: "Too many contacts", ru: "Слишком частые контакты", pl: "Zbyt wiele kontaktów" },
    description: {
      en: "More customers than allowed get more contacts than the cap within some days.",
      ru: "Больше клиентов, чем допустимо, получают за несколько дней больше контактов, чем разрешает предел.",
      pl: "Więcej klientów, niż dopuszczono, dostaje w ciągu kilku dni więcej kontaktów, niż pozwala limit.",
    },
    severity: "warning",
    category: "pressure",
    recommended: true,
  },
  options: Options,
  messages,
  needs: ({ by, cap, classes: counted, clock, days, packages }) => {
    const pressure = {
      metric: contactPressure,
      params: { form: "share-over", cap, days, clock, classes: counted, packages },
    }
    const sent = {
      metric: touchpointReach,
      params: { of: "contact", count: "occasions" },
      // As the metric counts: contacts without a class always do.
      where: or(not(present(column("class"))), oneOf(column("class"), counted)),
    }
    const needs: Record<string, Need> = { all: pressure, sent: { ...sent, by: ["channel"] } }
    if (by !== null)
      Object.assign(needs, { groups: { ...pressure, by: [by] }, sentTo: { ...sent, by: [by, "channel"] } })
    return needs
  },
  judge: ({ measurements }, options) => {
    const { by, cap, clock, days, minimum, share } = options
    const find = (measurement: Measurement, group: string | null, sent: ReadonlyArray<Measurement>) => {
      const certainty = measurement.period?.complete === false ? null : above(measurement, share, minimum)
      if (certainty === null) return []
      const expectedEffect = shortfall(measurement, share, "above")
      const data = { cap, days, clock, limit: share, dimension: by, group }
      return [
        {
          subject:
            group === null ? ({ kind: "party", id: "brand" } as const) : ({ kind: "segment", id: group } as const),
          severity: certainty === "possible" ? ("info" as const) : ("warning" as const),
          certainty,
          messageId: certainty === "likely" ? ("over" as const) : ("maybe-over" as const),
          data: { ...data, ...channelsOf(sent) },
          evidence: [measurement],
          recommendation: {
            messageId: "send-less" as const,
            data: { ...data, gap: expectedEffect?.value ?? null },
            party: "brand",
            expectedEffect,
            effort: "low" as const,
          },
        },
      ]
    }
    const groups = (measurements["groups"] ?? []).flatMap((measurement) => {
      const group = by === null ? null : (measurement.by[by] ?? null)
      const sent = (measurements["sentTo"] ?? []).filter((one) => by !== null && one.by[by] === group)
      return group === null ? [] : find(measurement, String(group), sent)
    })
    const [all] = measurements["all"] ?? []
    // What one group explains is no news of all customers.
    return groups.some(({ certainty }) => certainty === "likely") || all === undefined
      ? groups
      : [...find(all, null, measurements["sent"] ?? []), ...groups]
  },
})

/** Shares of the channels that most contacts came by. */
const channelsOf = (sent: ReadonlyArray<Measurement>): MessageData => {
  const named = sent.flatMap(({ by, value }) =>
    by["channel"] === null || by["channel"] === undefined || value === null
      ? []
      : [{ id: String(by["channel"]), contacts: value }],
  )
  const total = sent.reduce((sum, { value }) => sum + (value ?? 0), 0)
  const most = named.toSorted((a, b) => b.contacts - a.contacts || (a.id < b.id ? -1 : 1)).slice(0, NAMED)
  return {
    channels: total === 0 ? 0 : most.length,
    ...Object.fromEntries(
      most.flatMap(({ contacts, id }, i) => [
        [`channel${i}`, id],
        [`channelShare${i}`, total === 0 ? 0 : contacts / total],
      ]),
    ),
  }
}
