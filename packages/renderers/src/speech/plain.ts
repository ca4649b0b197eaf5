// Controls, marks that turn the direction of text, byte order marks; white space of every kind is one space.
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu

/**
 * A text of somebody else's as one inert line: no controls, no marks of direction, no lone surrogates, no line breaks.
 * Markup is escaped after this, by each renderer.
 */
export const plain = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\t\n\v\f\r\u2028\u2029\u0085]+/gu, " ")
    .replaceAll(CONTROLS, "")

/** A word of a sentence as it begins a heading. */
export const headed = (text: string, locale: string): string => {
  const [first = "", ...rest] = text
  return `${first.toLocaleUpperCase(locale)}${rest.join("")}`
}
