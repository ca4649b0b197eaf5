import { SourceUnreadable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** One line of a file; `valid` tells whether its bytes are UTF-8, and what is not is shown as the sign for unknown. */
export interface Line {
  readonly text: string
  readonly valid: boolean
}

/** Longest line that is read: a record in memory, and no file without ends of lines. */
const LONGEST = 16 * 1024 ** 2

const LF = 10
const CR = 13

/**
 * Lines of bytes as UTF-8, parted by LF, CR LF or CR. A line that is not UTF-8 says so instead of becoming signs that
 * many texts share; UTF-16 is refused by its mark, and so is a line longer than 16 MiB.
 */
export const utf8Lines = (
  source: string,
  bytes: Stream.Stream<Uint8Array, SourceUnreadable>,
): Stream.Stream<ReadonlyArray<Line>, SourceUnreadable> =>
  Stream.suspend(() => {
    const splitting = splitter(source)
    return bytes.pipe(
      Stream.map(splitting.push),
      Stream.concat(Stream.suspend(() => Stream.make(splitting.end()))),
      Stream.mapEffect((lines) => (lines instanceof SourceUnreadable ? lines : Effect.succeed(lines))),
      Stream.filter((lines) => lines.length > 0),
    )
  })

type Lines = ReadonlyArray<Line>

const splitter = (source: string) => {
  let rest: Uint8Array = new Uint8Array()
  let begun = false
  const begin = (bytes: Uint8Array): Uint8Array | SourceUnreadable => {
    begun = true
    const [a, b, c] = bytes
    if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
      return new SourceUnreadable({
        source,
        problem: "it is UTF-16, and lines of JSON are read as UTF-8",
        fix: "convert it first (iconv -f utf-16 -t utf-8)",
      })
    return a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes
  }
  return {
    push: (chunk: Uint8Array): Lines | SourceUnreadable => {
      let all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      if (!begun) {
        if (all.length < 3) {
          rest = all
          return []
        }
        const whole = begin(all)
        if (whole instanceof SourceUnreadable) return whole
        all = whole
      }
      // A CR at the very end may be half of an end of line.
      const last = all.length - 1
      const end = Math.max(all.lastIndexOf(LF), all.lastIndexOf(CR, all[last] === CR ? last - 1 : last)) + 1
      rest = all.subarray(end)
      if (rest.length > LONGEST)
        return new SourceUnreadable({
          source,
          problem: `it has a line of more than ${LONGEST / 1024 ** 2} MiB`,
          fix: "write one record per line",
        })
      return end === 0 ? [] : linesOf(all.subarray(0, end), false)
    },
    end: (): Lines | SourceUnreadable => {
      const all = begun ? rest : begin(rest)
      return all instanceof SourceUnreadable ? all : linesOf(all, true)
    },
  }
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder("utf-8", { ignoreBOM: true })

/** The lines of a block at once; one by one only where something in it is damaged. */
const linesOf = (block: Uint8Array, open: boolean): Lines => {
  if (block.length === 0) return []
  const whole = decoded(block)
  const ended = open && block.at(-1) !== LF && block.at(-1) !== CR
  if (whole !== null) {
    const texts = whole.split(/\r\n|\n|\r/)
    if (!ended) texts.pop()
    return texts.map((text) => ({ text, valid: true }))
  }
  const lines: Array<Line> = []
  for (let from = 0; from < block.length;) {
    let to = from
    while (to < block.length && block[to] !== LF && block[to] !== CR) to++
    const line = block.subarray(from, to)
    const text = decoded(line)
    lines.push(text === null ? { text: lenient.decode(line), valid: false } : { text, valid: true })
    from = to + (block[to] === CR && block[to + 1] === LF ? 2 : 1)
  }
  return lines
}

const decoded = (bytes: Uint8Array): string | null => {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}
