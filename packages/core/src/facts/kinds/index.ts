import { Contact } from "./Contact.ts"
import { Customer } from "./Customer.ts"
import { Feedback } from "./Feedback.ts"
import { Identity } from "./Identity.ts"
import { Interaction } from "./Interaction.ts"
import { Order, OrderLine, Refund } from "./Order.ts"
import { Promise } from "./Promise.ts"

/** The standard kinds of facts by id. @category facts @since 0.1.0 */
export const standardKinds = {
  interaction: Interaction,
  contact: Contact,
  feedback: Feedback,
  order: Order,
  "order-line": OrderLine,
  refund: Refund,
  promise: Promise,
  customer: Customer,
  identity: Identity,
} as const
/** @see {@link standardKinds} @category facts @since 0.1.0 */
export type StandardKinds = typeof standardKinds
