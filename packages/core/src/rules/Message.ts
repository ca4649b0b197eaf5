import * as Schema from "effect/Schema"
import { Measurement } from "../metrics/Measurement.ts"

/** Figures and words a message speaks of. @category messages @since 0.1.0 */
export const MessageData = Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Finite, Schema.Null]))
/** @see {@link MessageData} @category messages @since 0.1.0 */
export type MessageData = typeof MessageData.Type

/**
 * Something to say, before it is said in a language: an id, its data, and the measurements it speaks of. Nothing is
 * rounded here; the renderer's voice turns it into a sentence.
 *
 * @category messages
 * @since 0.1.0
 */
export const Message = Schema.Struct({
  /** `owner/name`, such as `stage-gap/empty`. */
  id: Schema.String,
  data: MessageData,
  of: Schema.Array(Measurement),
})
/** @see {@link Message} @category messages @since 0.1.0 */
export type Message = typeof Message.Type

/** Makes a message. @category messages @since 0.1.0 */
export const message = (id: string, data: MessageData = {}, of: ReadonlyArray<Measurement> = []): Message => ({
  id,
  data,
  of,
})
