import { type Column, type FactTable, type FactModel, kindOf } from "@touchpoint/core/facts"
import { type Columns, columnsOf, kinds, type Row, sources, type Writer } from "./columns.ts"
import { scales } from "./vocabulary.ts"

/** Everything that lies within the simulated time is written; what would come later has not happened yet. */
export class Sink {
  private readonly columns: Columns
  private readonly model: FactModel
  readonly from: number
  readonly end: number

  constructor(model: FactModel, from: number, end: number) {
    this.model = model
    this.from = from
    this.end = end
    this.columns = Object.fromEntries(kinds.map((kind) => [kind, columnsOf[kind]()])) as unknown as Columns
  }

  /** Whether something of this instant belongs to the simulated time. */
  holds(at: number): boolean {
    return at >= this.from && at < this.end
  }

  /** An instant, unless it lies ahead. */
  past(at: number): number {
    return at < this.end ? at : Number.NaN
  }

  interaction(
    customer: string,
    at: number,
    sequence: number,
    touchpoint: number,
    device: number,
    session: string | null,
    durationMs: number,
  ): void {
    const to = this.columns.interaction
    to.customer.write(customer)
    to.at.write(at)
    to.sequence.write(sequence)
    to.touchpoint.write(touchpoint)
    to.session.write(session)
    to.actor.write(0)
    to.durationMs.write(durationMs)
    to.device.write(device)
  }

  contact(row: {
    readonly id: string
    readonly customer: string
    readonly at: number
    readonly touchpoint: number
    readonly class: number
    readonly channel: number
    readonly packageId: string | null
    readonly status: number
    readonly deliveredAt: number
  }): void {
    const to = this.columns.contact
    to.eventId.write(row.id)
    to.customer.write(row.customer)
    to.at.write(row.at)
    to.touchpoint.write(row.touchpoint)
    to.class.write(row.class)
    to.channel.write(row.channel)
    to.packageId.write(row.packageId)
    to.status.write(row.status)
    to.deliveredAt.write(row.deliveredAt)
  }

  feedback(row: {
    readonly id: string
    readonly customer: string
    readonly at: number
    readonly touchpoint: number
    readonly instrument: number
    readonly wave: string | null
    readonly status: number
    readonly score: number
    readonly choice: number
    readonly contactId: string | null
    readonly orderId: string | null
  }): void {
    const to = this.columns.feedback
    const scale = scales[row.instrument]
    to.eventId.write(row.id)
    to.customer.write(row.customer)
    to.at.write(row.at)
    to.touchpoint.write(row.touchpoint)
    to.instrument.write(row.instrument)
    to.wave.write(row.wave)
    to.status.write(row.status)
    to.score.write(row.score)
    to.choice.write(row.choice)
    to.scaleMin.write(scale?.min ?? Number.NaN)
    to.scaleMax.write(scale?.max ?? Number.NaN)
    to.polarity.write(scale === undefined ? -1 : 0)
    to.contactId.write(row.contactId)
    to.orderId.write(row.orderId)
  }

  order(id: string, customer: string, at: number, amount: number, status: number, touchpoint: number): void {
    const to = this.columns.order
    to.eventId.write(id)
    to.customer.write(customer)
    to.at.write(at)
    to.amount.write(amount)
    to.currency.write(0)
    to.status.write(status)
    to.touchpoint.write(touchpoint)
  }

  line(
    order: string,
    line: number,
    customer: string,
    at: number,
    item: number,
    quantity: number,
    amount: number,
  ): void {
    const to = this.columns["order-line"]
    to.eventId.write(`${order}-${line}`)
    to.customer.write(customer)
    to.at.write(at)
    to.amount.write(amount)
    to.currency.write(0)
    to.orderId.write(order)
    to.item.write(item)
    to.quantity.write(quantity)
  }

  refund(order: string, customer: string, at: number, amount: number): void {
    const to = this.columns.refund
    to.eventId.write(`${order}-refund`)
    to.customer.write(customer)
    to.at.write(at)
    to.amount.write(amount)
    to.currency.write(0)
    to.refundOf.write(order)
    to.status.write(0)
  }

  promise(row: {
    readonly id: string
    readonly customer: string
    readonly at: number
    readonly orderId: string | null
    readonly part: number
    readonly touchpoint: number
    readonly party: number
    readonly due: number
    readonly byDay: boolean
    readonly originalDue: number
    readonly requestedDue: number
    readonly fulfilledAt: number
    readonly inFull: boolean
    readonly cancelled: boolean
  }): void {
    const to = this.columns.promise
    const fulfilledAt = row.cancelled ? Number.NaN : this.past(row.fulfilledAt)
    to.eventId.write(row.id)
    to.customer.write(row.customer)
    to.at.write(row.at)
    to.orderId.write(row.orderId)
    to.part.write(row.part)
    to.touchpoint.write(row.touchpoint)
    to.party.write(row.party)
    to.due.write(row.due)
    to.dueRule.write(row.byDay ? 1 : 0)
    to.originalDue.write(row.originalDue)
    to.requestedDue.write(row.requestedDue)
    to.fulfilledAt.write(fulfilledAt)
    to.inFull.write(Number.isNaN(fulfilledAt) ? Number.NaN : row.inFull ? 1 : 0)
    to.cancelledBy.write(row.cancelled ? 0 : -1)
  }

  customer(id: string, at: number, segment: number, birthday: string | null, registeredAt: number, zone: string): void {
    const to = this.columns.customer
    to.customer.write(id)
    to.at.write(at)
    to.segment.write(segment)
    to.birthday.write(birthday)
    to.registeredAt.write(registeredAt)
    to.zone.write(zone)
  }

  identity(alias: string, canonical: string): void {
    const to = this.columns.identity
    to.alias.write(alias)
    to.canonical.write(canonical)
  }

  /** A row of any kind, if it belongs to the simulated time. Kinds of many rows have methods of their own. */
  row<K extends keyof Columns>(kind: K, row: Row<K> & { readonly at: number }): void {
    if (!this.holds(row.at)) return
    this.write(kind, row)
  }

  /** A row of any kind, whenever it was. */
  write<K extends keyof Columns>(kind: K, row: Row<K>): void {
    const to: Readonly<Record<string, { readonly write: (value: never) => void }>> = this.columns[kind]
    for (const name in to) to[name]?.write(row[name as keyof Row<K>] as never)
  }

  /** What was written, one table per kind that has rows. */
  finish(): ReadonlyArray<FactTable> {
    return kinds.flatMap((id) => {
      const writers = Object.entries<Writer>(this.columns[id])
      const rows = writers[0]?.[1].length ?? 0
      const kind = kindOf(this.model, id)
      if (rows === 0 || kind === undefined) return []
      const columns = new Map<string, Column>([
        ["source", { type: "text", codes: new Int32Array(rows), dictionary: [sources[id] ?? "shop"] }],
      ])
      for (const [name, writer] of writers) columns.set(name, writer.finish())
      return [{ kind, rows, columns }]
    })
  }
}
