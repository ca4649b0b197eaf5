// What a terminal would obey instead of show: controls (but tab and line end), marks that turn the direction of text.
const OBEYED = /(?![\t\n])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu

/** A text of several lines that a terminal only shows. */
export const inert = (text: string): string => text.replaceAll(OBEYED, "")

/** The same on one line. */
export const inertLine = (text: string): string => inert(text.replaceAll(/[\t\n\v\f\r\u0085\u2028\u2029]+/gu, " "))

/** JSON that a terminal only shows; what it would obey is escaped, so a program reads the same value. */
export const inertJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
