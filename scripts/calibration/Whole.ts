import type { Metric } from "@touchpoint/core/metrics"
import type { Rows } from "./populations.ts"
import type { Random } from "./random.ts"
import type { Study } from "./Study.ts"

/** A population: how to draw the facts of customers, and what the number is over the whole of it. */
export interface Population {
  readonly setting: string
  /** Facts of one customer; `group` is set where two halves are compared. */
  readonly customer: (id: string, group: string | null, random: Random) => Rows
  readonly truth: number
}

/** A metric, and the populations it is tried on. */
export interface Whole {
  readonly metric: Metric.Metric
  readonly params?: unknown
  /** The period asked of, where the metric needs one. */
  readonly period?: { readonly from: number; readonly to: number }
  /** Column that holds the group, where halves are compared. */
  readonly group?: string
  readonly populations: ReadonlyArray<Population>
  /** How many of what is drawn make a sample; 30 and 150 where left out. */
  readonly sizes?: ReadonlyArray<number>
  /** What is drawn; customers where left out. */
  readonly of?: string
  /** How many are in each of two groups; 100 where left out. */
  readonly half?: number
  /** How many of both groups are in the first; half of them where left out. */
  readonly first?: number
  readonly because?: Study["because"]
}
