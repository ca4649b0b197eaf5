import * as Schema from "effect/Schema"

/**
 * An id of the inventory: letters, digits and `. _ : / -`, up to 128 characters, beginning with a letter or digit.
 * Ids travel into file names, JSON keys and URLs of reports; everything that people read is a {@link Name}.
 *
 * @category model
 * @since 0.1.0
 */
export const Identifier = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N}._:/-]{0,127}$/u, {
    message: "an id has 1 to 128 letters, digits or . _ : / - and begins with a letter or digit",
  }),
)

/** Locales the library ships texts for. @category model @since 0.1.0 */
export const Locale = Schema.Literals(["en", "ru", "pl"])
/** @see {@link Locale} @category model @since 0.1.0 */
export type Locale = typeof Locale.Type

/** Longest name in characters: long enough for any real name, short enough to keep a page readable. @category model @since 0.1.0 */
export const NAME_LIMIT = 200

const Text = Schema.String.check(
  Schema.makeFilter<string>((text) => {
    const length = [...text].length
    if (text.trim() === "") return "a name must not be empty"
    return length <= NAME_LIMIT || `a name has at most ${NAME_LIMIT} characters, this one has ${length}; shorten it`
  }),
)

/**
 * A name as people read it: one text for every locale, or one per locale.
 *
 * @category model
 * @since 0.1.0
 */
export const Name = Schema.Union([
  Text,
  Schema.Struct({ en: Schema.optionalKey(Text), ru: Schema.optionalKey(Text), pl: Schema.optionalKey(Text) }),
])
/** @see {@link Name} @category model @since 0.1.0 */
export type Name = typeof Name.Type

/**
 * The name in a locale: that locale's text, else English, else any text given, else the id.
 *
 * **Example** (Falling back to English)
 *
 * ```ts
 * import { nameIn } from "@touchpoint/core/model"
 *
 * console.log(nameIn({ en: "Delivery", ru: "Доставка" }, "pl", "delivery")) // Delivery
 * ```
 *
 * @category model
 * @since 0.1.0
 */
export const nameIn = (name: Name | undefined, locale: Locale, id: string): string =>
  name === undefined ? id : typeof name === "string" ? name : (name[locale] ?? name.en ?? name.ru ?? name.pl ?? id)
