// Text that was written in another encoding than the one it is read in, as it shows:
const signs = [
  // what a decoder could not read, and the control characters no text has
  /\ufffd|[\u0080-\u009f]/,
  // letters of code pages 437 and 850 read as Windows punctuation: qualit‚, fran‡ais, trŠs, h“tel
  /\p{L}[‚„ƒˆ]|ƒ\p{L}|\p{L}[†‡‰‹›“”•˜™]\p{L}|\p{Ll}[ŠŒŽ]\p{Ll}/u,
  // UTF-8 read as windows-1252 or -1250: Ã©, â€™, Ĺ‚
  /Ã[\u00a0-¿€„…‡ˆ‰Š–œŸ]|Â[\u00a0-¿]|â€[\u0080-¿™œ“”¦¢]|[ĂĹ][‚„…†‡‰‹›\u00a0-¿]/,
  // UTF-8 in Cyrillic read as windows-1252 or -1251: Ð¿Ñ€Ð¸, РїСЂРё
  /(?:[ÐÑ][^\0-\x7fa-zà-ÿ]){2}|(?:[РС][^\0-\x7fА-яЁё]){2}/u,
]

const damaged = new RegExp(signs.map((sign) => sign.source).join("|"), "u")

/** One of these is in every damaged text. Found fast, and rare in most sound ones. */
const rare = /[\ufffd\u0080-\u009f‚„ƒˆ†‡‰‹›“”•˜™ŠŒŽÃÂâĂĹÐÑ]|[РС][^\0-\x7fА-яЁё]/

/** Whether a text may hold damage anywhere; a fast check for many cells at once. */
export const mayBeDamaged = (text: string): boolean => rare.test(text)

/** Whether a text shows signs of mixed or mistaken encodings. @category importers @since 0.2.0 */
export const looksDamaged = (text: string): boolean => rare.test(text) && (damaged.test(text) || lonelyQuote(text))

/** A low quote that opens and is never closed: ‚quivalent for équivalent. */
const lonelyQuote = (text: string): boolean => /‚\p{L}/u.test(text) && !/[‘’']/.test(text.slice(text.indexOf("‚") + 2))
