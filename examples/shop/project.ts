import type { FactTable } from "@touchpoint/core/facts"
import type { Shop } from "@touchpoint/simulation"
import type { Config } from "touchpoint"

/** Where the facts of a kind lie, beside the configuration. */
export const fileOf = ({ kind }: FactTable): string => `facts/${kind.plural}.parquet`

/** What is measured beside what the report measures of itself. */
const metrics: Config["metrics"] = [
  { id: "nps" },
  { id: "csat" },
  { id: "promise-keeping" },
  { id: "average-order-value", except: ["cancelled"] },
  { id: "repurchase-within", except: ["cancelled"] },
  { id: "contact-pressure" },
  { id: "response-time" },
  { id: "containment" },
  { id: "cost-per-acquisition" },
  { id: "audit-score" },
  { id: "promise-keeping", by: "party" },
  { id: "csat", by: "promise", versus: { promise: "kept" } },
  { id: "nps", by: "promise", versus: { promise: "kept" } },
  { id: "csat", by: "touchpoint" },
  { id: "ces", by: "touchpoint" },
  { id: "automation-share", by: "touchpoint" },
  { id: "churn-rate", every: "quarter" },
  { id: "k-factor", every: "quarter" },
  { id: "contact-pressure", by: "customer.segment" },
  {
    id: "conversion-rate",
    steps: ["company-website", "product-page", "shopping-cart", "checkout", { kind: "order" }],
    by: "device",
    versus: { device: "desktop" },
  },
  {
    id: "conversion-rate",
    steps: [{ kind: "contact", is: { touchpoint: "email-newsletter" } }, "email-newsletter"],
    attempt: "every",
    within: 3,
    every: "quarter",
  },
  { id: "conversion-rate", steps: ["video-tutorial", { kind: "order" }] },
  { id: "conversion-rate", steps: ["blog-post", { kind: "order" }] },
]

/** The project: the same value in a file or in a script. The facts are mapped column by column, each to its own field. */
export const projectOf = (shop: Shop, tables: ReadonlyArray<FactTable>): Config => ({
  title: "A home and garden shop: the whole journey",
  inventory: "inventory.json",
  zone: shop.zone,
  currency: shop.currency,
  asOf: shop.asOf,
  engine: "duckdb",
  attributes: shop.attributes,
  facts: Object.fromEntries(
    tables.map((table) => [
      table.kind.plural,
      { parquet: fileOf(table), map: Object.fromEntries([...table.columns.keys()].map((name) => [name, name])) },
    ]),
  ),
  metrics,
  funnels: [
    {
      id: "online",
      name: { en: "Buying online", ru: "Покупка в интернете", pl: "Zakup w internecie" },
      steps: [
        "company-website",
        "product-page",
        "shopping-cart",
        "checkout",
        { kind: "order", name: { en: "Order", ru: "Заказ", pl: "Zamówienie" } },
      ],
    },
  ],
  names: {
    dimension: { device: { en: "Device", ru: "Устройство", pl: "Urządzenie" } },
    attribute: {
      returnDays: { en: "days to return goods", ru: "срок возврата в днях", pl: "dni na zwrot" },
      deliveryPrice: { en: "price of delivery", ru: "стоимость доставки", pl: "cena dostawy" },
      openingHours: { en: "opening hours", ru: "часы работы", pl: "godziny otwarcia" },
    },
    device: {
      mobile: { en: "Mobile", ru: "Мобильное", pl: "Mobilne" },
      desktop: { en: "Desktop", ru: "Настольное", pl: "Stacjonarne" },
    },
    "customer.segment": {
      young: { en: "Young adults", ru: "Молодёжь", pl: "Młodzi dorośli" },
      families: { en: "Families", ru: "Семьи", pl: "Rodziny" },
      seniors: { en: "Seniors", ru: "Старшее поколение", pl: "Seniorzy" },
    },
  },
})
