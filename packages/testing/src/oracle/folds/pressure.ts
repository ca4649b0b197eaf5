import { logHistogramOf } from "@touchpoint/core/moments"
import type { Pressure, PressureOptions, Trails } from "@touchpoint/core/questions"
import { bucketOf } from "../evaluate.ts"
import { gather } from "../rows.ts"
import { byGroup, type Counted, type Seen } from "../Seen.ts"
import { levels } from "./histograms.ts"

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
  const whole = open.by.length === 0 && open.edges === null
  const found = units.map((unit) => ({
    counted: options.among === null || unit.some(({ marks }) => marks.has(options.among ?? "")),
    places: byGroup(unit, ({ group }) => group).map(([place, rows]) => ({
      place,
      contacts: contactsOf(options, rows),
    })),
  }))
  const contacted = found.flatMap(({ counted, places }) => places.map((one) => ({ ...one, counted })))
  const spared = whole ? found.filter(({ places }) => places.length === 0) : []
  const all = [
    ...contacted.filter(({ contacts, counted }) => contacts.length > 0 || (whole && counted)),
    ...spared
      .filter(({ counted }) => counted)
      .map(({ counted }) => ({ place: { key: [], bucket: null }, contacts: [], counted })),
  ]
  return byGroup(all, ({ place }) => place).map(([place, every]) => {
    const own = every.filter(({ counted }) => counted)
    const met = own.filter(({ contacts }) => contacts.length > 0)
    return [
      place,
      {
        units: own.length,
        contacted: met.length,
        contacts: met.reduce((sum, { contacts }) => sum + contacts.length, 0),
        outside: every.reduce((sum, { contacts, counted }) => sum + (counted ? 0 : contacts.length), 0),
        peaks: levels(
          own.map(({ contacts }) => rounded(peak(options, contacts), options.clock.kind === "decaying" ? 100 : 1e6)),
        ),
        totals: levels(own.map(({ contacts }) => rounded(weightOf(contacts), 1e6))),
        loads: momentsOf(own.map(({ contacts }) => peak(options, contacts))),
        gaps: logHistogramOf(own.flatMap(({ contacts }) => shortest(contacts))),
      },
    ]
  })
}

const rounded = (weight: number, grain: number): number => Math.round(weight * grain) / grain + 0

const momentsOf = (values: ReadonlyArray<number>) => {
  const n = values.length
  const mean = n === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / n
  return { n, w: n, w2: n, mean, m2: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) }
}

/** Of all pairs of contacts, the two that are nearest. */
const shortest = (contacts: ReadonlyArray<Contact>): ReadonlyArray<number> =>
  contacts.length < 2
    ? []
    : [Math.min(...contacts.flatMap(({ at }, i) => contacts.slice(i + 1).map((other) => Math.abs(other.at - at))))]

const weightOf = (contacts: ReadonlyArray<Contact>): number => contacts.reduce((sum, { weight }) => sum + weight, 0)

const contactsOf = ({ clock, packages }: PressureOptions, rows: ReadonlyArray<Seen>): ReadonlyArray<Contact> =>
  gather(
    rows
      .filter(({ at }) => clock.kind !== "decaying" || at <= clock.at)
      .map((row, i) => ({ row, id: row.label("packageId"), i })),
    ({ i, id }) => (packages === "each" || id === null ? ["row", i] : ["package", id]),
  ).map((same) => ({
    at: Math.min(...same.map(({ row }) => row.at)),
    weight: Math.max(...same.map(({ row }) => row.value ?? 1)),
  }))

/** The heaviest of the windows that end at a contact, or of the buckets that have one; what is left of all of them. */
const peak = ({ clock }: PressureOptions, contacts: ReadonlyArray<Contact>): number => {
  if (clock.kind === "decaying")
    return weightOf(
      contacts.map(({ at, weight }) => ({ at, weight: weight * 2 ** ((at - clock.at) / clock.halfLife) })),
    )
  const windows =
    clock.kind === "rolling"
      ? contacts.map((end) => contacts.filter(({ at }) => at <= end.at && at > end.at - clock.length))
      : gather(
          contacts.filter(({ at }) => bucketOf(clock.edges, at) !== null),
          ({ at }) => [bucketOf(clock.edges, at)],
        )
  return windows.length === 0 ? 0 : Math.max(...windows.map(weightOf))
}
