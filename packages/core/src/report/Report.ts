import * as Schema from "effect/Schema"
import { Name } from "../model/Identifier.ts"
import { Message } from "../rules/Message.ts"
import { Block } from "./Block.ts"
import { Manifest } from "./Manifest.ts"

/** Names that renderers show instead of ids, by what they name: `metric`, `dimension`, `touchpoint` … @category reports @since 0.1.0 */
export const Names = Schema.Record(Schema.String, Schema.Record(Schema.String, Name))
/** @see {@link Names} @category reports @since 0.1.0 */
export type Names = typeof Names.Type

/**
 * A tree of blocks: no markup, no colours, no rounding. Renderers turn it into bytes.
 *
 * @category reports
 * @since 0.1.0
 */
export const Report = Schema.Struct({
  schema: Schema.Literal(1),
  id: Schema.String,
  title: Message,
  names: Names,
  blocks: Schema.Array(Block),
  manifest: Manifest,
})
/** @see {@link Report} @category reports @since 0.1.0 */
export type Report = typeof Report.Type
