import type { Held } from "../Ground.ts"

/**
 * Columns computed one after the other for each unit: `[name, expression]`. Those before are in reach, and so are the
 * rows of the unit in their order, as arrays of one length:
 *
 * - `at`: instants, −∞ for undated profiles; `k`: index of the kind;
 * - `l`: `''` where the row has no label, else `=` and the label; `m`: bits of the marks;
 * - `g`: `''` where the row does not open, else the name of its group; `v`: its value, NaN where it has none.
 */
export type Level = ReadonlyArray<readonly [name: string, sql: string]>

/** What SQL of a fold may know of its question. */
export interface FoldGround {
  readonly held: Held
  /** Bit of a mark. */
  readonly bit: (mark: string) => number
  /** Whether the question is not split: it has one group, named {@link WHOLE}, also without rows. */
  readonly whole: boolean
}

/** A fold as SQL. */
export interface FoldSql {
  /** Version of the fold it counts as. */
  readonly version: number
  /** Options it can read. A fold that learns another one is not silently asked without it. */
  readonly options: ReadonlyArray<string>
  /** What it cannot answer, in words. */
  readonly lacks?: (options: never) => string | null
  readonly levels: (options: never, ground: FoldGround) => ReadonlyArray<Level>
  /**
   * What a unit adds, as an array of tuples `(group, what, value, times)`. Of the same group, what and value times add
   * up. What begins with {@link LOG} has its values binned; of what begins with {@link MOMENTS} only moments leave.
   */
  readonly events: (options: never, ground: FoldGround) => string
  /** The state of a group; `undefined` where it has none. */
  readonly state: (options: never, found: Found) => unknown
}

/** Declares a fold's SQL with its options by type. */
export const foldSql = <Options>(
  fold: Omit<FoldSql, "lacks" | "levels" | "events" | "state"> & {
    readonly lacks?: (options: Options) => string | null
    readonly levels: (options: Options, ground: FoldGround) => ReadonlyArray<Level>
    readonly events: (options: Options, ground: FoldGround) => string
    readonly state: (options: Options, found: Found) => unknown
  },
): FoldSql => fold

/** Name of the one group of a question that is not split. */
export const WHOLE = "=[]"
/** Begins what is counted in logarithmic bins. */
export const LOG = "~"
/** Begins what is counted as moments. */
export const MOMENTS = "^"

/** Moments of numbers: how many, their mean, and central sums of squares and cubes. */
export interface Central {
  readonly n: number
  readonly mean: number
  readonly m2: number
  readonly m3: number
}

/** What units of a group added. */
export interface Found {
  /** Times of one value of what; 0 where it never came. */
  readonly times: (what: string, value?: number) => number
  /** Values with their times. */
  readonly values: (what: string) => ReadonlyArray<readonly [value: number, times: number]>
  readonly moments: (what: string) => Central
  readonly whats: () => Iterable<string>
}

/** One tuple of events; `what` is a word, or an expression with parentheses that makes one. */
export const event = (group: string, what: string, value = "0.", times = "1."): string =>
  `(${group}, ${what.includes("(") ? what : `'${what}'`}, toFloat64(${value}), toFloat64(${times}))`

/** An array of events where a condition holds. */
export const when = (condition: string, ...events: ReadonlyArray<string>): string =>
  `if(${condition}, [${events.join(", ")}], ${NONE})`

/** No events. */
export const NONE = "CAST([] AS Array(Tuple(String, String, Float64, Float64)))"

/** Arrays of events as one. */
export const events = (...all: ReadonlyArray<string>): string => `arrayConcat(${[NONE, ...all].join(", ")})`

/** Whether a row's marks have a bit. */
export const bears = (marks: string, bit: number): string => `(bitAnd(${marks}, ${bit}) <> 0)`

/** The first row of a unit that bears a mark, from 1; 0 where none does. */
export const firstOf = (bit: number): string => `arrayFirstIndex(x -> ${bears("x", bit)}, m)`
