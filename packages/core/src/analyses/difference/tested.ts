import { benjaminiHochberg, type Interval, normalQuantile, normalSf } from "../../stats/index.ts"

/** What two numbers of one name have to say to each other. */
export interface Tested {
  /** First minus second; `null` where one is not known. */
  readonly difference: number | null
  readonly interval: Interval | null
  /** `null` where nothing varies, or nobody can tell how much. */
  readonly z: number | null
  readonly p: number | null
  /** Adjusted for all differences of the family (Benjamini–Hochberg). */
  readonly q: number | null
}

/** A difference judged by its standard error; nothing is said where that is 0 or unknown. */
export const byStandardError = (difference: number | null, se: number | null, level: number): Tested => {
  if (difference === null || se === null || !(se > 0)) return { difference, interval: null, z: null, p: null, q: null }
  const half = normalQuantile((1 + level) / 2) * se
  const z = difference / se
  const interval = { low: difference - half, high: difference + half, level, method: "z" }
  return { difference, interval, z, p: 2 * normalSf(Math.abs(z)), q: null }
}

/** The same with `q` over all that have a `p`. */
export const adjusted = <Row extends Pick<Tested, "p" | "q">>(rows: ReadonlyArray<Row>): ReadonlyArray<Row> => {
  const tested = rows.filter(({ p }) => p !== null)
  const q = benjaminiHochberg(tested.map(({ p }) => p ?? 1))
  const found = new Map(tested.map((row, i) => [row, q[i] ?? null] as const))
  return rows.map((row) => ({ ...row, q: found.get(row) ?? null }))
}
