import { byteOrderMark, isAscii, joinBytes } from "../source/encodings.ts"
import { languages, typography } from "./languages.ts"

/** Bytes an encoding is judged by. */
export const SAMPLE_BYTES = 1024 ** 2
const SCORED_BYTES = 64 * 1024

/**
 * The encoding of a sample: byte order mark, then UTF-16 by its zero bytes, then UTF-8, then the legacy encoding whose
 * text looks most like a language. `undefined` where the sample is plain ASCII, which says nothing yet.
 */
export const detectEncoding = (sample: Uint8Array): string | undefined => {
  const marked = byteOrderMark(sample) ?? wide(sample)
  if (marked !== undefined) return marked
  if (isAscii(sample)) return undefined
  return isUtf8(sample) ? "utf-8" : legacy(sample)
}

const wide = (sample: Uint8Array): string | undefined => {
  const head = sample.subarray(0, 4096)
  const pairs = Math.floor(head.length / 2)
  const zeros = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (odd > 1 && even === 0 && odd >= pairs / 4) return "utf-16le"
  if (even > 1 && odd === 0 && even >= pairs / 4) return "utf-16be"
  return undefined
}

/** UTF-8, of which at most one character in twenty outside ASCII is damaged. */
const isUtf8 = (sample: Uint8Array): boolean => {
  const text = new TextDecoder().decode(sample, { stream: true })
  let beyond = 0
  let damaged = 0
  for (const [character] of text.matchAll(/[^\0-\x7f]/gu)) {
    beyond++
    if (character === "\ufffd") damaged++
  }
  return damaged * 20 <= beyond
}

const legacy = (sample: Uint8Array): string => {
  const from = sample.findIndex((byte) => byte >= 0x80)
  const start = Math.max(0, from - 64)
  const scored = sample.subarray(start, start + SCORED_BYTES)
  let best = { encoding: "windows-1252", score: Number.NEGATIVE_INFINITY }
  for (const { encoding, letters } of languages) {
    const text = new TextDecoder(encoding).decode(scored)
    for (const alphabet of letters) {
      const score = plausibility(text, alphabet) + (encoding === "windows-1252" ? 1 : 0)
      if (score > best.score) best = { encoding, score }
    }
  }
  return best.encoding
}

/** How much a text looks like a language of these letters: rank of its letters, case, script, signs inside words. */
const plausibility = (text: string, alphabet: string): number => {
  const ranks = new Map([...alphabet].map((letter, rank) => [letter, 1 - rank / alphabet.length]))
  const weight = (character: string): number => {
    const rank = ranks.get(character)
    if (rank !== undefined) return rank
    const lower = ranks.get(character.toLowerCase())
    return lower === undefined ? (/\p{L}/u.test(character) ? -0.5 : -2) : lower * 0.9
  }
  const weights = new Map<string, number>()
  let score = 0
  for (const { 0: character, index } of text.matchAll(/[^\0-\x7f]/g)) {
    const before = text[index - 1] ?? " "
    const after = text[index + 1] ?? " "
    if (typography.has(character)) {
      score += /\p{L}/u.test(before) && /\p{L}/u.test(after) && character !== "’" ? -1 : 0
      continue
    }
    const known = weights.get(character) ?? weight(character)
    weights.set(character, known)
    score += known
    if (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(character)) score -= 1
    if (/\p{Script=Cyrillic}/u.test(character) && /[a-z]/i.test(before + after)) score -= 2
  }
  return score
}

/** Turns bytes into text, deciding on the encoding late where the beginning was plain ASCII. */
export interface TextReader {
  readonly push: (bytes: Uint8Array) => string
  readonly end: () => string
}

/** A reader of one source. `encoding` is `undefined` where the sample left it open; `decided` hears what it became. */
export const textReader = (encoding: string | undefined, decided: (encoding: string) => void): TextReader => {
  let decoder = encoding === undefined ? undefined : new TextDecoder(encoding)
  let waiting: Array<Uint8Array> = []
  let size = 0
  const decide = (): string => {
    const sample = joinBytes(waiting)
    const found = detectEncoding(sample) ?? "utf-8"
    decided(found)
    decoder = new TextDecoder(found)
    waiting = []
    return decoder.decode(sample, { stream: true })
  }
  return {
    push: (bytes) => {
      if (decoder !== undefined) return decoder.decode(bytes, { stream: true })
      if (size === 0 && isAscii(bytes)) return new TextDecoder().decode(bytes)
      waiting.push(bytes)
      size += bytes.length
      return size < SAMPLE_BYTES ? "" : decide()
    },
    end: () => {
      const text = decoder === undefined && size > 0 ? decide() : ""
      return text + (decoder?.decode() ?? "")
    },
  }
}
