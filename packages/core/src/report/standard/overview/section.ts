import type { Measurement } from "../../../metrics/Measurement.ts"
import { type Message, message } from "../../../rules/Message.ts"
import type { Leaf, Section } from "../../Block.ts"

/** A sentence of the core's own that needs no data. */
export const said = (id: string, of: ReadonlyArray<Measurement> = []): Message => message(`report/${id}`, {}, of)

/** A titled part. */
export const section = (title: Message, blocks: ReadonlyArray<Leaf>): Section => ({ type: "section", title, blocks })

/** A paragraph. */
export const paragraph = (text: Message): Leaf => ({ type: "paragraph", text })
