import type { Units } from "../moments/Units.ts"
import { and, bucket, coalesce, column, type Expr, not, present, shard } from "../questions/Expr.ts"
import { type Dimension, dimension } from "../questions/Dimension.ts"
import { durationDefaults, durations } from "../questions/folds/durations/index.ts"
import { tally } from "../questions/Question.ts"
import { mark, trails } from "../questions/Trails.ts"
import { happened } from "./step.ts"
import { shardEdges } from "./waits.ts"

const seen = happened("interaction")

/**
 * Stays at touchpoints: from the first interaction of a session with one to the first with another. `given` lengths, where
 * the source knows them, need no other touchpoint to end them. The last stay of a session has no known end.
 *
 * @category metrics
 * @since 0.2.0
 */
export const staysOf = (given: Expr | null, where: Expr | null = null) =>
  trails(
    durations,
    { ...durationDefaults, start: "here", stop: "here", collapse: true, asOf: null },
    {
      kinds: [{ kind: "interaction", where: seen, value: given }],
      unit: "session",
      marks: [mark("here", { kind: "interaction" })],
      open: { where },
    },
  )

/** Shards of customers, or of sessions where nobody is named: those of one customer are alike. @category metrics @since 0.2.0 */
export const visitors: Dimension = dimension(
  "shard",
  bucket(shard(coalesce(column("customer"), column("session"))), shardEdges),
)

/**
 * How many customers, and how many sessions that name one: where these are no more, each is somebody else's.
 *
 * @category metrics
 * @since 0.2.0
 */
export const owners = (where: Expr | null = null) =>
  tally(
    "interaction",
    {
      customers: { stat: "units", of: "customer" },
      sessions: { stat: "units", of: "session", where: present(column("customer")) },
    },
    { where: and(present(column("session")), ...[seen, where].filter((expr) => expr !== null)) },
  )

/** Whether a customer may have several sessions. @category metrics @since 0.2.0 */
export const several = ({ customers, sessions }: { readonly customers: Units; readonly sessions: Units }): boolean =>
  customers.n < sessions.n

/** How many interactions name no session: nobody can say what came before or after them. @category metrics @since 0.2.0 */
export const sessionless = (where: Expr | null = null) =>
  tally(
    "interaction",
    { rows: { stat: "count" } },
    { where: and(not(present(column("session"))), ...[seen, where].filter((expr) => expr !== null)) },
  )
