import type { Folds, Group } from "@touchpoint/core/questions"
import type * as Effect from "effect/Effect"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Reporter } from "../Progress.ts"
import type { Connection, Session } from "../Session.ts"
import type { Ground, Held, Reason } from "./Ground.ts"
import type { Ordering } from "./order.ts"
import type { Projection } from "./selection.ts"
import type { Walk } from "./walk.ts"

/** What a pass needs beside its questions. */
export interface Pass {
  readonly held: Held
  readonly session: Session
  readonly connection: Connection
  readonly report: Reporter
  readonly ordering: Ordering
  readonly folds: Folds
  readonly maximum: number
  /** Table of the units of a column and their codes, made when it is first needed. */
  readonly units: (column: string) => Effect.Effect<string, DuckDBFailed>
}

/** The rows of one kind in a pass: what is selected for each. */
export interface PartPlan {
  readonly ground: Ground
  readonly columns: Projection
  readonly relation: () => string
  /** Joins to the selected rows `r`. */
  readonly joins: Map<string, string>
  readonly unit: string
  /** Table of the words that the unit's numbers stand for. */
  readonly words: string | null
  readonly at: string
  /** Whether rows may have their place before all time. */
  readonly undated: boolean
}

/** Why a pass ends. */
export type Failed = Reason | DuckDBFailed

/** A column of codes, and what they stand for. */
export interface Coded<A> {
  /** Value of each part's rows `r`; `null` where the kind has none. */
  readonly columns: ReadonlyArray<string | null>
  readonly of: ReadonlyArray<A>
  /** Whether some may be of no row, and are left out then. */
  readonly sparse?: boolean
}

/** A question of a pass: where its fold finds what. */
export interface Plan extends Omit<Walk, "label" | "marks" | "value" | "group" | "labels" | "groups" | "sparse"> {
  readonly labels: Coded<string>
  readonly marks: ReadonlyArray<string | null>
  readonly value: ReadonlyArray<string | null> | null
  readonly groups: Coded<Pick<Group, "key" | "bucket">>
}
