import { withTouchpoint } from "../shop/inventory.ts"
import type { Story } from "./Story.ts"

/** Days to return goods, as the store says. @category stories @since 0.2.0 */
export const STORE_RETURN_DAYS = 14
/** Price of a delivery, as the help centre says. @category stories @since 0.2.0 */
export const HELP_DELIVERY_PRICE = "19.90 PLN"

const subjects = [
  { kind: "touchpoint", id: "brick-and-mortar-store" },
  { kind: "touchpoint", id: "help-centre" },
] as const

/** The store and the help centre promise other terms than the website. */
export const contradictingPromises: Story<"contradicting-promises"> = {
  id: "contradicting-promises",
  title: {
    en: "Store and website promise different things",
    ru: "Магазин и сайт обещают разное",
    pl: "Sklep i strona obiecują co innego",
  },
  subjects,
  changed: {
    "days to return, in the store": { clean: 30, planted: STORE_RETURN_DAYS },
    "delivery price, in the help centre": { clean: "14.90 PLN", planted: HELP_DELIVERY_PRICE },
  },
  rules: { "inconsistent-attributes": subjects },
  inventory: (inventory) =>
    withTouchpoint(
      withTouchpoint(inventory, "brick-and-mortar-store", (store) => ({
        ...store,
        attributes: { ...store.attributes, returnDays: STORE_RETURN_DAYS },
      })),
      "help-centre",
      (help) => ({ ...help, attributes: { ...help.attributes, deliveryPrice: HELP_DELIVERY_PRICE } }),
    ),
}
