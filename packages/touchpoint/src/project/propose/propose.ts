import { spelt } from "@touchpoint/catalog"
import type { FactKind, MappedColumn } from "@touchpoint/core/facts"
import { columnOf } from "./columns.ts"
import { absentOf, constantsOf } from "./constants.ts"
import { candidatesOf, SIMILAR, plainName } from "./match.ts"
import type { Doubt, Known, Proposal, Sample } from "./Proposal.ts"
import { type Looks, looksOf } from "./sniff.ts"

/** Proposes how a file is read: columns to fields by name and by what they hold, formats, constants. */
export const propose = (kind: FactKind.FactKind, sample: Sample, known: Known): Proposal => {
  const looks = sample.header.map((column) => looksOf(column, sample.columns.get(column) ?? [], known.zone))
  const found = new Map<string, Looks>()
  const taken = new Set<string>()
  const doubts: Array<Doubt> = []
  const take = (field: string, look: Looks) => {
    found.set(field, look)
    taken.add(look.column)
  }
  const candidates = Object.entries(kind.fields)
    .filter(([field]) => !GIVEN.has(field) && !kind.attributes.includes(field))
    .flatMap(([field, type]) => candidatesOf(kind.id, field, type, looks))
    .toSorted((a, b) => b.score - a.score)
  for (const { field, looks: look, score } of candidates) {
    if (found.has(field) || taken.has(look.column)) continue
    take(field, look)
    if (score === SIMILAR) doubts.push({ id: "alike", field })
  }
  for (const [field, id, look] of byContent(kind, looks, { found, taken })) {
    take(field, look)
    doubts.push({ id, field })
  }
  const id = found.get("eventId")
  // Of answers alone, an id is whose they are: without a customer each would be a customer of its own.
  if (kind.id === "feedback" && !found.has("customer") && id !== undefined && plainName(id.column) === "id") {
    found.delete("eventId")
    found.set("customer", id)
    doubts.splice(0, doubts.length, ...doubts.filter(({ field }) => field !== "eventId"))
    doubts.push({ id: "whose", field: "customer" })
  }
  const map = new Map<string, MappedColumn>()
  for (const [field, type] of Object.entries(kind.fields)) {
    const look = found.get(field)
    if (look === undefined) continue
    map.set(field, columnOf(kind.id, field, type, look, known, doubts))
    if (look.column === "") doubts.push({ id: "nameless", field })
  }
  const constants = constantsOf(kind, found, Object.fromEntries(map), sample, known, doubts)
  return {
    kind: kind.id,
    map: Object.fromEntries(map),
    with: constants,
    absent: absentOf([...found.values()], sample),
    missing: Object.entries(kind.fields).flatMap(([field, { required }]) =>
      required && field !== "source" && !map.has(field) && !Object.hasOwn(constants, field) ? [field] : [],
    ),
    wanted: (WANTED[kind.id] ?? []).filter((field) => !map.has(field)),
    leftOut: sample.header.filter((column) => !taken.has(column)),
    doubts,
  }
}

/** What most metrics of a kind ask for. */
const WANTED: Readonly<Record<string, ReadonlyArray<string>>> = {
  interaction: ["customer", "at"],
  contact: ["customer", "at"],
  feedback: ["customer", "at", "score"],
  order: ["eventId", "customer", "at", "amount"],
  "order-line": ["amount"],
  refund: ["at", "amount"],
  promise: ["fulfilledAt"],
  customer: ["customer"],
}

/** Fields that are given otherwise: the source by its name. */
const GIVEN = new Set(["source"])

/** Fields whose column only its cells betray: the only dates, the only scores, names of touchpoints. */
const byContent = (
  kind: FactKind.FactKind,
  looks: ReadonlyArray<Looks>,
  { found, taken }: { readonly found: ReadonlyMap<string, Looks>; readonly taken: ReadonlySet<string> },
): ReadonlyArray<readonly [string, "only-dates" | "only-scores" | "touchpoints", Looks]> => {
  const free = looks.filter(({ column, distinct }) => !taken.has(column) && distinct.length > 0)
  const only = (list: ReadonlyArray<Looks>) => (list.length === 1 ? list[0] : undefined)
  // What is due has a date of its own; the other one says when it was done.
  const dated = kind.id === "promise" && found.has("due") ? "fulfilledAt" : "at"
  const dates = found.has(dated) ? undefined : only(free.filter(({ date }) => date !== null))
  const scores =
    kind.id !== "feedback" || found.has("score")
      ? undefined
      : only(
          free.filter(
            ({ number }) =>
              number !== null && !number.signs && number.min >= 0 && number.max <= 10 && number.digits === 0,
          ),
        )
  const touchpoints =
    !Object.hasOwn(kind.fields, "touchpoint") || found.has("touchpoint")
      ? undefined
      : free.find(({ distinct }) => distinct.filter((cell) => spelt(cell) !== undefined).length * 2 >= distinct.length)
  return [
    ...(dates === undefined ? [] : [[dated, "only-dates", dates] as const]),
    ...(scores === undefined ? [] : [["score", "only-scores", scores] as const]),
    ...(touchpoints === undefined || touchpoints === scores
      ? []
      : [["touchpoint", "touchpoints", touchpoints] as const]),
  ]
}
