import { entryOf, inventoryOf, type Texts } from "@touchpoint/catalog"
import type { Journey, Party, Persona, Stage } from "@touchpoint/core/model"
import { LocalDay } from "@touchpoint/core/time"
import { type ShopTouchpoint, touchpoints } from "../life/vocabulary.ts"

/** A touchpoint of the shop's inventory as plain data. @category shop @since 0.2.0 */
export interface TouchpointInput {
  readonly id: string
  readonly name: Texts
  readonly stage: string
  readonly category: string
  readonly channel: string
  readonly party: string
  readonly owner?: string
  readonly objective: string
  readonly reviewed: string
  readonly attributes?: Readonly<Record<string, string | number>>
}

/**
 * The shop's inventory as plain data, which `decodeInventory` of core accepts and a YAML or JSON file holds.
 *
 * @category shop
 * @since 0.2.0
 */
export interface InventoryInput {
  readonly touchpoints: ReadonlyArray<TouchpointInput>
  readonly stages: ReadonlyArray<typeof Stage.Encoded>
  readonly parties: ReadonlyArray<typeof Party.Encoded>
  readonly personas: ReadonlyArray<typeof Persona.Encoded>
  readonly journeys: ReadonlyArray<typeof Journey.Encoded>
}

/** Stages of the shop's journey, finer than the standard three. */
const stages: InventoryInput["stages"] = [
  { id: "awareness", name: { en: "Awareness", ru: "Осведомлённость", pl: "Świadomość" }, phase: "before" },
  { id: "consideration", name: { en: "Consideration", ru: "Выбор", pl: "Rozważanie" }, phase: "before" },
  { id: "purchase", name: { en: "Purchase", ru: "Покупка", pl: "Zakup" }, phase: "during" },
  { id: "delivery", name: { en: "Delivery", ru: "Доставка", pl: "Dostawa" }, phase: "after" },
  { id: "service", name: { en: "Service", ru: "Обслуживание", pl: "Obsługa" }, phase: "after" },
  { id: "follow-up", name: { en: "Follow-up", ru: "После заказа", pl: "Po zamówieniu" }, phase: "after" },
  { id: "loyalty", name: { en: "Loyalty", ru: "Лояльность", pl: "Lojalność" }, phase: "after" },
]

/** Share of promises that couriers agreed to keep. */
const SLA = 0.97

const parties: InventoryInput["parties"] = [
  {
    id: "courier-bocian",
    name: { en: "Bocian Couriers", ru: "Курьеры «Боцян»", pl: "Kurierzy Bocian" },
    kind: "partner",
    sla: SLA,
  },
  {
    id: "courier-jaskolka",
    name: { en: "Jaskółka Lockers", ru: "Постаматы «Яскулка»", pl: "Automaty Jaskółka" },
    kind: "partner",
    sla: SLA,
  },
]

const personas: InventoryInput["personas"] = [
  {
    id: "first-flat",
    name: { en: "First flat", ru: "Первая квартира", pl: "Pierwsze mieszkanie" },
    segments: ["young"],
    needs: ["a low price", "everything on the phone"],
  },
  {
    id: "growing-family",
    name: { en: "Growing family", ru: "Молодая семья", pl: "Rosnąca rodzina" },
    segments: ["families"],
    needs: ["delivery on the day promised", "easy returns"],
  },
  {
    id: "best-agers",
    name: { en: "Best agers", ru: "Старшее поколение", pl: "Pokolenie 60+" },
    segments: ["seniors"],
    needs: ["advice in the store", "somebody to call"],
  },
]

const journeys: InventoryInput["journeys"] = [
  {
    id: "buy-online",
    name: { en: "Buying online", ru: "Покупка в интернете", pl: "Zakup w internecie" },
    persona: "first-flat",
    steps: ["company-website", "product-page", "shopping-cart", "checkout"],
  },
  {
    id: "buy-in-store",
    name: { en: "Buying in the store", ru: "Покупка в магазине", pl: "Zakup w sklepie" },
    persona: "best-agers",
    steps: ["brick-and-mortar-store", "point-of-sale"],
  },
]

/** What the two touchpoints of the shop's own are; all others come from the catalogue. */
const own = {
  checkout: {
    name: { en: "Checkout", ru: "Оформление заказа", pl: "Finalizacja zamówienia" },
    category: "store",
    channel: "web",
    party: "brand",
    objective: "Take the order without a detour",
  },
  "parcel-locker": {
    name: { en: "Parcel locker", ru: "Постамат", pl: "Automat paczkowy" },
    category: "service",
    channel: "courier",
    party: "courier-jaskolka",
    objective: "Hand the parcel over at any hour",
  },
} as const
const isOwn = (id: ShopTouchpoint): id is keyof typeof own => Object.hasOwn(own, id)

const RETURN_DAYS = 30
const CARRIAGE = "14.90 PLN"
const HOURS = "Mon–Sat 9–20"
const terms = { returnDays: RETURN_DAYS }
const termsOfDelivery = { ...terms, deliveryPrice: CARRIAGE }

/** Stage, owner and attributes of every touchpoint, and how many days before the end it was last reviewed. */
const plan: Readonly<
  Record<
    ShopTouchpoint,
    readonly [stage: string, owner: string, reviewed: number, attributes?: Readonly<Record<string, string | number>>]
  >
> = {
  "online-advertising": ["awareness", "Marketing", 40],
  "social-media": ["awareness", "Marketing", 55],
  "peer-recommendation": ["awareness", "Marketing", 90],
  "marketing-campaign": ["awareness", "Marketing", 32],
  "landing-page": ["consideration", "Online store", 61],
  "blog-post": ["consideration", "Content", 75],
  "video-tutorial": ["consideration", "Content", 80],
  "customer-review": ["consideration", "Content", 47],
  "company-website": ["purchase", "Online store", 28, { ...termsOfDelivery, openingHours: HOURS }],
  "product-page": ["purchase", "Online store", 28, termsOfDelivery],
  "shopping-cart": ["purchase", "Online store", 35, { deliveryPrice: CARRIAGE }],
  checkout: ["purchase", "Online store", 35, termsOfDelivery],
  "brick-and-mortar-store": ["purchase", "Stores", 66, { ...terms, openingHours: HOURS }],
  "sales-representative": ["purchase", "Stores", 66],
  "point-of-sale": ["purchase", "Stores", 70, terms],
  "purchase-confirmation-email": ["delivery", "Online store", 52, terms],
  "billing-document": ["delivery", "Finance", 98],
  "courier-delivery": ["delivery", "Logistics", 44],
  "parcel-locker": ["delivery", "Logistics", 44],
  chatbot: ["service", "Customer service", 50],
  "customer-support-representative": ["service", "Customer service", 50],
  "help-centre": ["service", "Customer service", 63, termsOfDelivery],
  "thank-you-email": ["follow-up", "Marketing", 84],
  "cross-sell-email": ["follow-up", "Marketing", 84],
  "loyalty-programme": ["loyalty", "Marketing", 72],
  "email-newsletter": ["loyalty", "Marketing", 33],
  "anniversary-greeting": ["loyalty", "Marketing", 91],
  "feedback-survey": ["loyalty", "Customer service", 58],
}

/** The day so many days before another. */
export const daysBefore = (day: string, days: number): string => LocalDay.format((LocalDay.parse(day) ?? 0) - days)

/** The inventory of a clean shop, whose facts end with a day. */
export const cleanInventory = (asOf: string): InventoryInput => ({
  touchpoints: touchpoints.map((id) => {
    const [stage, owner, reviewed, attributes] = plan[id]
    const what = isOwn(id) ? own[id] : described(id)
    return {
      id,
      ...what,
      stage,
      owner,
      reviewed: daysBefore(asOf, reviewed),
      ...(attributes === undefined ? {} : { attributes }),
    }
  }),
  stages,
  parties,
  personas,
  journeys,
})

const described = (id: Exclude<ShopTouchpoint, keyof typeof own>) => {
  const [written] = inventoryOf([id], { withoutAliases: true }).touchpoints
  const { category, channel, name, objective, party } = { ...entryOf(id), ...written }
  // Deliveries to the door are one courier's; the catalogue knows no names.
  return {
    name: name as Texts,
    category,
    channel,
    party: id === "courier-delivery" ? "courier-bocian" : party,
    objective: objective as string,
  }
}

/** An inventory with another version of one touchpoint. */
export const withTouchpoint = (
  inventory: InventoryInput,
  id: ShopTouchpoint,
  change: (touchpoint: TouchpointInput) => TouchpointInput,
): InventoryInput => ({
  ...inventory,
  touchpoints: inventory.touchpoints.map((touchpoint) => (touchpoint.id === id ? change(touchpoint) : touchpoint)),
})
