import * as Schema from "effect/Schema"
import { Identifier, Name } from "./Identifier.ts"

/** Where a channel happens. @category model @since 0.1.0 */
export const Mode = Schema.Literals(["online", "offline"])
/** @see {@link Mode} @category model @since 0.1.0 */
export type Mode = typeof Mode.Type

/** A medium that carries touchpoints: web, email, store … Extensible by the inventory. @category model @since 0.1.0 */
export class Channel extends Schema.Class<Channel>("@touchpoint/core/Channel")({
  id: Identifier,
  name: Schema.optionalKey(Name),
  mode: Mode,
}) {}

const channel = (mode: Mode) => (id: string) => new Channel({ id, mode })

/** The channels every inventory may use without declaring them. @category model @since 0.1.0 */
export const standardChannels: ReadonlyArray<Channel> = [
  ...["web", "app", "email", "social", "messenger", "chatbot", "voice", "iot", "ar", "vr"].map(channel("online")),
  ...["phone", "store", "event", "print", "tv", "radio", "courier", "post"].map(channel("offline")),
]
