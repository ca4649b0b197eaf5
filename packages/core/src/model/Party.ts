import * as Schema from "effect/Schema"
import { Identifier, Name } from "./Identifier.ts"

/** Who answers for a touchpoint: the brand itself, a partner it chose, or peers it does not command. @category model @since 0.1.0 */
export const PartyKind = Schema.Literals(["brand", "partner", "peer"])
/** @see {@link PartyKind} @category model @since 0.1.0 */
export type PartyKind = typeof PartyKind.Type

/** One who answers for touchpoints. Own parties (a courier, a marketplace) name their kind. @category model @since 0.1.0 */
export class Party extends Schema.Class<Party>("@touchpoint/core/Party")({
  id: Identifier,
  name: Schema.optionalKey(Name),
  kind: PartyKind,
  /** Share of its promises that the party agreed to keep: 0.97 of "97 % on time". */
  sla: Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))),
}) {}

/** The parties every inventory may use without declaring them. @category model @since 0.1.0 */
export const standardParties: ReadonlyArray<Party> = [
  new Party({ id: "brand", name: { en: "Brand", ru: "Бренд", pl: "Marka" }, kind: "brand" }),
  new Party({ id: "partner", name: { en: "Partner", ru: "Партнёр", pl: "Partner" }, kind: "partner" }),
  new Party({ id: "peer", name: { en: "Peers", ru: "Другие клиенты", pl: "Inni klienci" }, kind: "peer" }),
]
