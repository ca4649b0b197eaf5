import { ask } from "./ask.ts"
import { type Life, placeOf } from "./Life.ts"

/** Where and how a touchpoint is met. */
export interface Meeting {
  /** The episode or letter it belongs to. */
  readonly slot: number
  readonly customer: string
  /** `-1` where there is none: in a store, at the door. */
  readonly device: number
  readonly session: string | null
  /** The order it is about, where it is about one. */
  readonly order?: string
}

/** A customer meets a touchpoint, and may be asked about it. */
export const meet = (
  life: Life,
  { customer, device, order, session, slot }: Meeting,
  touchpoint: number,
  at: number,
  durationMs = Number.NaN,
  satisfied: number | null = null,
): void => {
  if (!life.sink.holds(at)) return
  life.sink.interaction(customer, at, placeOf(slot, touchpoint), touchpoint, device, session, durationMs)
  ask(life, { slot, touchpoint, customer, order: order ?? null }, at, satisfied)
}
