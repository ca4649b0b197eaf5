import { AuditItem } from "./AuditItem.ts"
import { Consent } from "./Consent.ts"
import { Contact } from "./Contact.ts"
import { Cost } from "./Cost.ts"
import { Customer } from "./Customer.ts"
import { EnquiryEvent } from "./EnquiryEvent.ts"
import { Exposure } from "./Exposure.ts"
import { Feedback } from "./Feedback.ts"
import { Identity } from "./Identity.ts"
import { Interaction } from "./Interaction.ts"
import { Order, OrderLine, Refund } from "./Order.ts"
import { Population } from "./Population.ts"
import { Promise } from "./Promise.ts"
import { Referral } from "./Referral.ts"
import { Subscription } from "./Subscription.ts"

/** The standard kinds of facts by id. @category facts @since 0.1.0 */
export const standardKinds = {
  interaction: Interaction,
  contact: Contact,
  feedback: Feedback,
  order: Order,
  "order-line": OrderLine,
  refund: Refund,
  promise: Promise,
  "enquiry-event": EnquiryEvent,
  referral: Referral,
  "audit-item": AuditItem,
  cost: Cost,
  exposure: Exposure,
  subscription: Subscription,
  consent: Consent,
  population: Population,
  customer: Customer,
  identity: Identity,
} as const
/** @see {@link standardKinds} @category facts @since 0.1.0 */
export type StandardKinds = typeof standardKinds
