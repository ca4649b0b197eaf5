/**
 * The one home of quoting: everything that comes from outside goes into SQL through these functions.
 *
 * @module
 */

/** A text as a literal. DuckDB reads statements up to a NUL, so that character is made by a function. */
export const literal = (text: string): string => {
  const parts = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`)
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(" || chr(0) || ")})`
}

/** A name as an identifier. Names from outside are hostile and may differ by case only; use {@link literal} or a number for them where it can be. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A number as a literal double. */
export const double = (value: number): string => {
  if (Number.isNaN(value)) return "CAST(NULL AS DOUBLE)"
  if (!Number.isFinite(value)) return `CAST('${value < 0 ? "-" : ""}inf' AS DOUBLE)`
  return `CAST('${Object.is(value, -0) ? "-0" : String(value)}' AS DOUBLE)`
}

/** A list of texts as literals, for `IN (…)`; a list of none holds for nothing. */
export const literals = (texts: Iterable<string>): string => {
  const all = [...texts].map(literal)
  return all.length === 0 ? "NULL" : all.join(", ")
}

/**
 * A text on its way to JavaScript. DuckDB's binding takes a byte order mark from the beginning of every text, so a text
 * that begins with one is sent with two.
 */
export const readable = (text: string): string =>
  `CASE WHEN starts_with(${text}, chr(65279)) THEN chr(65279) || ${text} ELSE ${text} END`
