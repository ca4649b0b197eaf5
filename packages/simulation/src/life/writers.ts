import type { Column } from "@touchpoint/core/facts"

const CAPACITY = 4096

/** A column of texts that grows: codes into a dictionary of distinct texts. */
abstract class TextWriter {
  private codes = new Int32Array(CAPACITY)
  private rows = 0

  get length(): number {
    return this.rows
  }

  protected push(code: number): void {
    if (this.rows === this.codes.length) {
      const grown = new Int32Array(this.rows * 2)
      grown.set(this.codes)
      this.codes = grown
    }
    this.codes[this.rows++] = code
  }

  protected abstract texts(): ReadonlyArray<string>

  finish(): Column {
    return { type: "text", codes: this.codes.slice(0, this.rows), dictionary: this.texts() }
  }
}

/** Texts known beforehand, written as their codes; `-1` is absent. */
export class CodeWriter extends TextWriter {
  private readonly dictionary: ReadonlyArray<string>
  constructor(dictionary: ReadonlyArray<string>) {
    super()
    this.dictionary = dictionary
  }
  write(code: number): void {
    this.push(code)
  }
  protected texts(): ReadonlyArray<string> {
    return this.dictionary
  }
}

/** Ids: each is new, or the one written before; nothing is looked up. */
export class IdWriter extends TextWriter {
  private readonly dictionary: Array<string> = []
  private last: string | null = null
  write(text: string | null): void {
    if (text === null) return this.push(-1)
    if (text !== this.last) {
      this.dictionary.push(text)
      this.last = text
    }
    return this.push(this.dictionary.length - 1)
  }
  protected texts(): ReadonlyArray<string> {
    return this.dictionary
  }
}

/** Texts that come again after others. */
export class WordWriter extends TextWriter {
  private readonly known = new Map<string, number>()
  write(text: string | null): void {
    if (text === null) return this.push(-1)
    let code = this.known.get(text)
    if (code === undefined) this.known.set(text, (code = this.known.size))
    return this.push(code)
  }
  protected texts(): ReadonlyArray<string> {
    return [...this.known.keys()]
  }
}

/** A column of numbers that grows; `NaN` is absent. */
export class NumberWriter {
  private values = new Float64Array(CAPACITY)
  private rows = 0

  get length(): number {
    return this.rows
  }

  write(value: number): void {
    if (this.rows === this.values.length) {
      const grown = new Float64Array(this.rows * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.rows++] = value
  }
  finish(): Column {
    return { type: "number", values: this.values.slice(0, this.rows) }
  }
}
