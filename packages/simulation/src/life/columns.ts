import {
  answers,
  channels,
  classes,
  deliveries,
  devices,
  instruments,
  itemIds,
  orderStates,
  parties,
  returnReasons,
  segments,
  touchpoints,
} from "./vocabulary.ts"
import { CodeWriter, IdWriter, NumberWriter, WordWriter } from "./writers.ts"

/** A growing column. */
export type Writer = CodeWriter | IdWriter | NumberWriter | WordWriter

/** Names of the systems the rows come from. */
export const sources: Readonly<Record<string, string>> = {
  interaction: "tracker",
  contact: "mailer",
  feedback: "survey",
  order: "shop",
  "order-line": "shop",
  refund: "shop",
  promise: "dispatch",
  customer: "crm",
  identity: "crm",
}

/** New, empty columns of every kind. */
export const columnsOf = {
  interaction: () => ({
    customer: new WordWriter(),
    at: new NumberWriter(),
    sequence: new NumberWriter(),
    touchpoint: new CodeWriter(touchpoints),
    session: new IdWriter(),
    actor: new CodeWriter(["human"]),
    durationMs: new NumberWriter(),
    device: new CodeWriter(devices),
  }),
  contact: () => ({
    eventId: new IdWriter(),
    customer: new IdWriter(),
    at: new NumberWriter(),
    touchpoint: new CodeWriter(touchpoints),
    class: new CodeWriter(classes),
    channel: new CodeWriter(channels),
    packageId: new WordWriter(),
    status: new CodeWriter(deliveries),
    deliveredAt: new NumberWriter(),
  }),
  feedback: () => ({
    eventId: new IdWriter(),
    customer: new IdWriter(),
    at: new NumberWriter(),
    touchpoint: new CodeWriter(touchpoints),
    instrument: new CodeWriter(instruments),
    wave: new WordWriter(),
    status: new CodeWriter(answers),
    score: new NumberWriter(),
    choice: new CodeWriter(returnReasons),
    scaleMin: new NumberWriter(),
    scaleMax: new NumberWriter(),
    polarity: new CodeWriter(["high"]),
    contactId: new WordWriter(),
    orderId: new WordWriter(),
  }),
  order: () => ({
    eventId: new IdWriter(),
    customer: new IdWriter(),
    at: new NumberWriter(),
    amount: new NumberWriter(),
    currency: new CodeWriter(["PLN"]),
    status: new CodeWriter(orderStates),
    touchpoint: new CodeWriter(touchpoints),
  }),
  "order-line": () => ({
    eventId: new IdWriter(),
    customer: new IdWriter(),
    at: new NumberWriter(),
    amount: new NumberWriter(),
    currency: new CodeWriter(["PLN"]),
    orderId: new IdWriter(),
    item: new CodeWriter(itemIds),
    quantity: new NumberWriter(),
  }),
  refund: () => ({
    eventId: new IdWriter(),
    customer: new IdWriter(),
    at: new NumberWriter(),
    amount: new NumberWriter(),
    currency: new CodeWriter(["PLN"]),
    refundOf: new IdWriter(),
    status: new CodeWriter(["paid"]),
  }),
  promise: () => ({
    eventId: new IdWriter(),
    customer: new IdWriter(),
    at: new NumberWriter(),
    orderId: new IdWriter(),
    part: new CodeWriter(["parcel", "collection", "call-back"]),
    touchpoint: new CodeWriter(touchpoints),
    party: new CodeWriter(parties),
    due: new NumberWriter(),
    dueRule: new CodeWriter(["instant", "day"]),
    originalDue: new NumberWriter(),
    requestedDue: new NumberWriter(),
    fulfilledAt: new NumberWriter(),
    inFull: new NumberWriter(),
    cancelledBy: new CodeWriter(["customer"]),
  }),
  customer: () => ({
    customer: new IdWriter(),
    at: new NumberWriter(),
    segment: new CodeWriter(segments),
    birthday: new WordWriter(),
    registeredAt: new NumberWriter(),
    zone: new WordWriter(),
  }),
  identity: () => ({
    alias: new IdWriter(),
    canonical: new IdWriter(),
  }),
}

/** The growing columns of all kinds. */
export type Columns = { readonly [K in keyof typeof columnsOf]: ReturnType<(typeof columnsOf)[K]> }

/** Kinds the shop writes, in the order batches come. */
export const kinds = Object.keys(columnsOf) as ReadonlyArray<keyof Columns>
