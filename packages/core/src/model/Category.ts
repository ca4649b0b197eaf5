import * as Schema from "effect/Schema"
import { Identifier, Name } from "./Identifier.ts"

/** The kind of a touchpoint: advertising, content, social … Extensible by the inventory. @category model @since 0.1.0 */
export class Category extends Schema.Class<Category>("@touchpoint/core/Category")({
  id: Identifier,
  name: Schema.optionalKey(Name),
}) {}

/** The categories every inventory may use without declaring them. @category model @since 0.1.0 */
export const standardCategories: ReadonlyArray<Category> = [
  ["advertising", "Advertising", "Реклама", "Reklama"],
  ["content", "Content", "Контент", "Treści"],
  ["social", "Social media", "Социальные сети", "Media społecznościowe"],
  ["store", "Store", "Магазин", "Sklep"],
  ["people", "People", "Люди", "Ludzie"],
  ["product", "Product", "Товар", "Produkt"],
  ["service", "Service", "Сервис", "Obsługa"],
  ["billing", "Billing", "Счета и оплата", "Rozliczenia"],
  ["loyalty", "Loyalty", "Лояльность", "Lojalność"],
].map(([id = "", en = "", ru = "", pl = ""]) => new Category({ id, name: { en, ru, pl } }))
