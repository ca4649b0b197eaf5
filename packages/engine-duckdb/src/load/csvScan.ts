import { isAscii } from "node:buffer"

/** How a file is laid out, as far as the scan needs it. */
export interface ScanLayout {
  readonly delimiter: number
  /** -1 where quotes mean nothing. */
  readonly quote: number
  readonly cells: number
  /** Lines before the first row of data. */
  readonly before: number
  readonly maxLine: number
}

/** What a scan has found so far. */
export interface Scan {
  readonly push: (bytes: Uint8Array) => void
  /** Why the file has to be read the careful way; `null` where every line is one row of the header's width. */
  readonly finish: () => {
    readonly odd: string | null
    readonly rows: number
    readonly ascii: boolean
    /** Whether the last line has no end. */
    readonly open: boolean
  }
}

const LF = 10
const CR = 13

/**
 * Looks through delimited text byte by byte, for whatever two readers could understand differently: stray or
 * open quotes, cells over several lines, blank lines, rows of another width, lone carriage returns, NUL, bytes that are
 * no UTF-8. A file without any of these is read by DuckDB; nothing else is.
 */
export const scan = ({ before, cells, delimiter, maxLine, quote }: ScanLayout): Scan => {
  const sign = new Uint8Array(256)
  for (const one of [delimiter, LF, CR, 0, ...(quote < 0 ? [] : [quote])]) sign[one] = 1
  let odd: string | null = null
  let lines = 0
  let seen = 0
  let width = 1
  let length = 0
  let start = true
  let quoted = false
  let closing = false
  let ending = 0
  let pendingCr = false
  let ascii = true
  let utf8: InstanceType<typeof TextDecoder> | null = null
  const endLine = (crlf: boolean): void => {
    if (length === 0) odd = "a blank line"
    else if (lines >= before && width !== cells) odd = "a row of another width"
    const style = crlf ? 2 : 1
    if (ending !== 0 && ending !== style) odd = "mixed line ends"
    ending = style
    lines++
    width = 1
    length = 0
    start = true
  }
  const push = (bytes: Uint8Array): void => {
    if (odd !== null) return
    seen += bytes.length
    if (utf8 !== null || !isAscii(bytes)) {
      ascii = false
      utf8 ??= new TextDecoder("utf-8", { fatal: true })
      try {
        utf8.decode(bytes, { stream: true })
      } catch {
        odd = "bytes that are no UTF-8"
        return
      }
    }
    const all = bytes.length
    for (let i = 0; i < all; i++) {
      // Most bytes are of a cell and mean nothing else.
      const plain = i
      if (!closing && !pendingCr) while (i < all && sign[bytes[i] as number] === 0) i++
      if (i > plain) {
        length += i - plain
        start = false
        if (length > maxLine) {
          odd = "a long line"
          return
        }
        if (i === all) return
      }
      const byte = bytes[i] as number
      if (quoted) {
        if (byte === quote) {
          quoted = false
          closing = true
        } else if (byte === LF || byte === CR || byte === 0) {
          odd = "a cell over several lines"
          return
        }
        length++
        continue
      }
      if (closing) {
        closing = false
        if (byte === quote) {
          quoted = true
          length++
          continue
        }
        if (byte !== delimiter && byte !== LF && byte !== CR) {
          odd = "text behind a closing quote"
          return
        }
      }
      if (pendingCr && byte !== LF) {
        odd = "a carriage return inside a line"
        return
      }
      if (byte === delimiter) {
        width++
        length++
        start = true
      } else if (byte === LF) {
        endLine(pendingCr)
        pendingCr = false
        if (odd !== null) return
      } else if (byte === CR) pendingCr = true
      else if (byte === quote) {
        if (!start) {
          odd = "a quote inside a cell"
          return
        }
        quoted = true
        start = false
        length++
      } else if (byte === 0) {
        odd = "a NUL"
        return
      } else {
        start = false
        length++
      }
      if (length > maxLine) {
        odd = "a long line"
        return
      }
    }
  }
  const finish = () => {
    if (odd === null && utf8 !== null)
      try {
        utf8.decode()
      } catch {
        odd = "bytes that are no UTF-8"
      }
    if (odd === null && (quoted || pendingCr)) odd = "an open quote"
    const open = length > 0
    if (odd === null && open) {
      if (lines >= before && width !== cells) odd = "a row of another width"
      lines++
    }
    if (odd === null && lines < before) odd = "fewer lines than its header"
    return { odd, rows: Math.max(0, lines - before), ascii: ascii && seen >= 0, open }
  }
  return { push, finish }
}
