import { cleanLevers } from "../life/Levers.ts"
import type { Story } from "./Story.ts"

/** Share of carts on mobile devices that reach the checkout. @category stories @since 0.2.0 */
export const MOBILE_REACHES_CHECKOUT = 0.35

const touchpoint = { kind: "touchpoint", id: "checkout" } as const

/** On mobile devices most carts never reach the checkout. */
export const mobileCheckout: Story<"mobile-checkout"> = {
  id: "mobile-checkout",
  title: {
    en: "A checkout that loses mobile visitors",
    ru: "Оформление заказа теряет мобильных посетителей",
    pl: "Finalizacja zamówienia traci klientów mobilnych",
  },
  subjects: [touchpoint, { kind: "device", id: "mobile" }],
  changed: {
    "carts that reach the checkout": { clean: cleanLevers.checkout.mobile, planted: MOBILE_REACHES_CHECKOUT },
  },
  rules: { "big-drop-off": [touchpoint] },
  levers: (levers) => ({ ...levers, checkout: { ...levers.checkout, mobile: MOBILE_REACHES_CHECKOUT } }),
}
