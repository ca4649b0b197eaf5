import type { Measurement } from "@touchpoint/core/metrics"
import type { JourneyMap, MappedTouchpoint } from "@touchpoint/core/report"
import { sampleText } from "../speech/phrases.ts"
import type { Sheet } from "./journeyNode.ts"
import { cardsOf } from "./links.ts"
import { type Markup, name, tag } from "./markup.ts"
import { foldedTable, type PlainColumn } from "./plainTable.ts"

/** A number of a touchpoint as a column: its header and who has it. */
interface Numbers {
  readonly header: string
  readonly of: (point: MappedTouchpoint) => Measurement | null
}

/** The same map as a table, with n and interval of every number. */
export const journeyTable = (map: Sheet, { touchpoints }: JourneyMap): Markup => {
  const { voice } = map
  const { label, wording } = voice
  const numbers = [...numbersOf(map, touchpoints, "score"), ...numbersOf(map, touchpoints, "promise")]
  const columns: ReadonlyArray<PlainColumn> = [
    { header: wording.name("dimension", "touchpoint") },
    { header: wording.name("dimension", "stage") },
    { header: wording.name("dimension", "mode") },
    { header: wording.name("dimension", "party") },
    ...numbers.map(({ header }) => ({ header, figure: true })),
    { header: wording.name("kind", "interaction"), figure: true },
    { header: label("findings") },
  ]
  const row = (point: MappedTouchpoint): ReadonlyArray<Markup> => [
    tag`${name(wording.name("touchpoint", point.id))}${point.status === "active" ? tag`` : tag` <small>(${wording.name("status", point.status)})</small>`}`,
    name(wording.name("stage", point.stage)),
    name(wording.name("mode", point.lane)),
    name(point.party === null ? "" : wording.name("party", point.party)),
    ...numbers.map(({ of }) => figure(map, of(point))),
    tag`${point.interactions === null ? "–" : wording.count(point.interactions)}`,
    tag`${found(map, point)}`,
  ]
  return foldedTable(label("allNumbers"), columns, touchpoints.map(row))
}

const numbersOf = (
  { voice }: Sheet,
  touchpoints: ReadonlyArray<MappedTouchpoint>,
  key: "score" | "promise",
): ReadonlyArray<Numbers> => {
  const all = touchpoints.flatMap((point) => point[key] ?? [])
  const definitions = new Map(all.map((m) => [m.definition, m] as const))
  return [...definitions].map(([definition, m]) => ({
    header: voice.wording.metric(m),
    of: (point) => (point[key]?.definition === definition ? point[key] : null),
  }))
}

const figure = ({ voice }: Sheet, m: Measurement | null): Markup => {
  if (m === null) return tag`–`
  const sure = [...(m.interval === null ? [] : [voice.wording.interval(m.interval, m.unit)]), sampleText(voice, m)]
  return tag`${m.value === null ? voice.label("hidden") : voice.wording.value(m.value, m.unit)}<small>${sure.join(", ")}</small>`
}

const found = ({ links, voice }: Sheet, { findings }: MappedTouchpoint): ReadonlyArray<Markup> => {
  const cards = cardsOf(links, findings)
  return findings.map(({ rule, severity }, i) => {
    const [card, text] = [cards[i], `${voice.label(severity)}: ${rule}`]
    return card === undefined ? tag`<div>${text}</div>` : tag`<div><a href="#${card.id}">${text}</a></div>`
  })
}
