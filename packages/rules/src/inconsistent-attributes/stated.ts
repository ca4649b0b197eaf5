/** Longest text of a value in a message. */
const LONGEST = 80

/** A value as it is compared: what people would call the same is the same text. `null` where nothing is stated. */
export const comparable = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (typeof value === "number" || typeof value === "boolean") return String(value)
  if (typeof value === "string") {
    const plain = value.normalize("NFKC").trim().replaceAll(/\s+/gu, " ").toLowerCase()
    if (plain === "") return null
    // 14, "14", "14,0" and "14.00" state the same; "14 days" is a text.
    return /^[+-]?\d+(?:[.,]\d+)?$/u.test(plain) ? String(Number(plain.replace(",", "."))) : plain
  }
  // Lists of plain values compare without their order; anything deeper by its JSON.
  if (Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null))
    return JSON.stringify(value.map((item) => comparable(item) ?? "").toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  return JSON.stringify(value)
}

/** A value as it is shown. */
export const shown = (value: unknown): string => {
  const text = (
    typeof value === "string" ? value : Array.isArray(value) ? value.map(plainText).join(", ") : plainText(value)
  )
    .trim()
    .replaceAll(/\s+/gu, " ")
  const letters = [...text]
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : text
}

const plainText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""))
