import * as Schema from "effect/Schema"
import { Identifier, Name } from "./Identifier.ts"

/** The three phases of every journey, seen from the purchase. @category model @since 0.1.0 */
export const Phase = Schema.Literals(["before", "during", "after"])
/** @see {@link Phase} @category model @since 0.1.0 */
export type Phase = typeof Phase.Type

/**
 * A step of the customer journey. Own stages are welcome; the phase is never missing.
 *
 * @category model
 * @since 0.1.0
 */
export class Stage extends Schema.Class<Stage>("@touchpoint/core/Stage")({
  id: Identifier,
  name: Schema.optionalKey(Name),
  phase: Phase,
}) {}

/** The stages of an inventory that names none: one per phase. @category model @since 0.1.0 */
export const standardStages: ReadonlyArray<Stage> = [
  new Stage({
    id: "before-purchase",
    name: { en: "Before the purchase", ru: "До покупки", pl: "Przed zakupem" },
    phase: "before",
  }),
  new Stage({
    id: "during-purchase",
    name: { en: "During the purchase", ru: "Во время покупки", pl: "W trakcie zakupu" },
    phase: "during",
  }),
  new Stage({
    id: "after-purchase",
    name: { en: "After the purchase", ru: "После покупки", pl: "Po zakupie" },
    phase: "after",
  }),
]
