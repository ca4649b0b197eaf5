import type { Pressure, PressureOptions, Trails } from "@touchpoint/core/questions"
import { bucketOf } from "../evaluate.ts"
import { gather } from "../rows.ts"
import { byGroup, type Counted, type Seen } from "../Seen.ts"
import { levels } from "./durations.ts"

interface Contact {
  readonly at: number
  readonly weight: number
}

/** The fold `pressure`, counted anew. @category oracle @since 0.2.0 */
export const pressure = (
  units: ReadonlyArray<ReadonlyArray<Seen>>,
  options: PressureOptions,
  { open }: Pick<Trails, "open">,
): Counted<Pressure> => {
  const contacted = units.flatMap((unit) =>
    byGroup(unit, ({ group }) => group).map(([place, rows]) => ({ place, contacts: contactsOf(options, rows) })),
  )
  const whole = open.by.length === 0 && open.edges === null
  const spared = whole ? units.filter((unit) => unit.every(({ group }) => group === null)) : []
  const all = [...contacted, ...spared.map(() => ({ place: { key: [], bucket: null }, contacts: [] }))]
  return byGroup(all, ({ place }) => place).map(([place, own]) => {
    const met = own.filter(({ contacts }) => contacts.length > 0)
    return [
      place,
      {
        units: own.length,
        contacted: met.length,
        contacts: met.reduce((sum, { contacts }) => sum + contacts.length, 0),
        peaks: levels(own.map(({ contacts }) => rounded(peak(options, contacts)))),
        totals: levels(own.map(({ contacts }) => rounded(weightOf(contacts)))),
      },
    ]
  })
}

const rounded = (weight: number): number => Math.round(weight * 1e6) / 1e6 + 0

const weightOf = (contacts: ReadonlyArray<Contact>): number => contacts.reduce((sum, { weight }) => sum + weight, 0)

const contactsOf = ({ packages }: PressureOptions, rows: ReadonlyArray<Seen>): ReadonlyArray<Contact> =>
  gather(
    rows.map((row, i) => ({ row, id: row.cell("packageId"), i })),
    ({ i, id }) => (packages === "each" || id === null ? ["row", i] : ["package", id]),
  ).map((same) => ({
    at: Math.min(...same.map(({ row }) => row.at)),
    weight: Math.max(...same.map(({ row }) => row.value ?? 1)),
  }))

/** The heaviest of the windows that end at a contact, or of the buckets that have one. */
const peak = ({ clock }: PressureOptions, contacts: ReadonlyArray<Contact>): number => {
  const windows =
    clock.kind === "rolling"
      ? contacts.map((end) => contacts.filter(({ at }) => at <= end.at && at > end.at - clock.length))
      : gather(
          contacts.filter(({ at }) => bucketOf(clock.edges, at) !== null),
          ({ at }) => [bucketOf(clock.edges, at)],
        )
  return windows.length === 0 ? 0 : Math.max(...windows.map(weightOf))
}
