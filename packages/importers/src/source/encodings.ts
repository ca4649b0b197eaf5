import * as Result from "effect/Result"

/** The name a label stands for (`latin1` is `windows-1252`), or nothing where it is unknown. */
export const encodingName = (label: string): string | undefined =>
  Result.getOrUndefined(Result.try(() => new TextDecoder(label).encoding))

/** The encoding a byte order mark names. */
export const byteOrderMark = (head: Uint8Array): string | undefined => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8"
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le"
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be"
  return undefined
}

/** Whether all bytes are ASCII. */
export const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80)

/** One array of several. */
export const joinBytes = (parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
