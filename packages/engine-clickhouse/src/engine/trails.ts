import { LimitExceeded, QuestionInvalid, QuestionUnsupported, trailsProblem } from "@touchpoint/core/engine"
import {
  type Answer,
  compareGroups,
  folds as shipped,
  type Folds,
  type Group,
  openFold,
  type Trails,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { ClickHouseFailed } from "../ClickHouseFailed.ts"
import { doubles } from "../sql.ts"
import { type Central, type FoldSql, type Found, type FoldGround, LOG, MOMENTS } from "./folds/FoldSql.ts"
import { foldsSql } from "./folds/index.ts"
import { logEdges } from "./folds/LogBins.ts"
import { keyValue } from "./grouping.ts"
import type { Held, Reason } from "./Ground.ts"
import type { Relation } from "./selection.ts"
import { shardsOf } from "./shards.ts"
import { aggregate, ask } from "./statement.ts"
import { type TrailRows, trailRows } from "./trailRows.ts"

/** A question about trails as SQL. */
interface Compiled {
  readonly fold: FoldSql
  readonly options: never
  /** What events there are, and where they come from: rows with one event `e` each. */
  readonly events: string
  readonly from: string
  readonly rows: TrailRows
}

/** Compiles a question about trails; what has no SQL is refused, never answered otherwise. */
export const compileTrails = (held: Held, question: Trails, folds: Folds): Result.Result<Compiled, Reason> =>
  Result.gen(function* () {
    const problem = trailsProblem(question)
    if (problem !== null) return yield* Result.fail(problem)
    const opened = openFold(question, folds)
    if (Result.isFailure(opened)) return yield* Result.fail(new QuestionInvalid({ problem: opened.failure }))
    const { fold, options } = opened.success as { readonly fold: typeof opened.success.fold; readonly options: never }
    const sql = foldsSql.get(fold.id)
    if (sql === undefined || shipped.get(fold.id) !== fold) return yield* unsupported(`the fold ${fold.id}`)
    if (sql.version !== fold.version) return yield* unsupported(`version ${fold.version} of the fold ${fold.id}`)
    const unread = Object.keys(options).find((name) => !sql.options.includes(name))
    if (unread !== undefined) return yield* unsupported(`the option ${unread} of the fold ${fold.id}`)
    const lack = sql.lacks?.(options) ?? null
    const shards = shardsOf(held, question)
    const rows = yield* trailRows(shards?.held ?? held, question, fold.label)
    if (lack !== null) return yield* unsupported(`${lack} of the fold ${fold.id}`)
    const ground: FoldGround = {
      held,
      bit: (mark) => 2 ** question.marks.findIndex(({ id }) => id === mark),
      whole: question.open.by.length === 0 && question.open.edges === null,
    }
    const levels = sql
      .levels(options, ground)
      .reduce(
        (from, level) => `SELECT *, ${level.map(([name, one]) => `${one} AS ${name}`).join(", ")} FROM (${from})`,
        rows.sql,
      )
    const events = sql.events(options, ground)
    const select = `SELECT arrayJoin(${events}) AS e FROM (${levels})`
    return { fold: sql, options, rows, events, from: shards?.over(select) ?? `(${select})` }
  })

const unsupported = (feature: string) => Result.fail(new QuestionUnsupported({ engine: "clickhouse", feature }))

/** Rows of a result that hold one value each. */
const VALUES = 5_000_000

/** What units added, by group. */
type Added = Map<string, Map<string, Map<number, number>>>

/** Answers a question about trails: one query for what is counted, and one for moments where the fold has any. */
export const askTrails = Effect.fnUntraced(function* (
  held: Held,
  question: Trails,
  { events, fold, from, options, rows }: Compiled,
  maximum: number,
): Effect.fn.Return<Answer, ClickHouseFailed | LimitExceeded> {
  const moments = events.includes(`'${MOMENTS}`)
  const counted = yield* ask(held, {
    doing: `walking through trails (${question.fold})`,
    relation: countedOf(events, from),
    keys: [
      { type: "text", column: "e.1" },
      { type: "text", column: "e.2" },
      { type: "number", column: "value" },
    ],
    aggregates: [aggregate("sumKahan", "e.4")],
    maximum: VALUES,
  })
  const added: Added = new Map()
  for (const { keys, numbers } of counted) {
    const [group = "", what = "", value] = keys
    const whats = within(added, String(group))
    within(whats, String(what)).set(Number(value), numbers[0] ?? 0)
  }
  if (added.size > maximum)
    return yield* Effect.fail(new LimitExceeded({ limit: "groups", allowed: maximum, found: added.size }))
  const central = moments ? yield* askMoments(held, question, from) : new Map<string, Central>()
  const groups = Array.from(added, ([name, whats]): Group | null => {
    const state = fold.state(options, foundIn(name, whats, central))
    return state === undefined ? null : { ...groupNamed(name, rows), states: { fold: state } }
  })
  return {
    version: 1,
    question,
    groups: groups.filter((group) => group !== null).toSorted(compareGroups),
  }
})

const within = <K, A, B>(map: Map<K, Map<A, B>>, key: K): Map<A, B> => {
  const known = map.get(key) ?? new Map<A, B>()
  map.set(key, known)
  return known
}

/** Events with their values, durations binned. What is counted as moments only is there once, without its values. */
const countedOf = (events: string, from: string): Relation => {
  const binned = events.includes(`'${LOG}`)
    ? `if(startsWith(e.2, '${LOG}'), if(e.3 <= 0., 0., roundDown(e.3, ${doubles(logEdges())})), e.3)`
    : "e.3"
  return {
    head: `WITH if(startsWith(e.2, '${MOMENTS}'), 0., ${binned}) AS value `,
    from: `FROM ${from} AS events`,
    where: "",
  }
}

const momentsKey = (group: string, what: string): string => JSON.stringify([group, what])

/** Moments around the mean of each group: numbers of units stay where they are. */
const askMoments = Effect.fnUntraced(function* (held: Held, question: Trails, from: string) {
  const gathered = `SELECT e.1 AS gr, e.2 AS wh, groupArray(e.3) AS xs FROM ${from} AS events WHERE startsWith(e.2, '${MOMENTS}') GROUP BY gr, wh`
  const means = `SELECT gr, wh, xs, arrayReduce('sumKahan', xs) / length(xs) AS mean FROM (${gathered})`
  const found = yield* ask(held, {
    doing: `walking through trails (${question.fold})`,
    relation: { head: "", from: `FROM (${means}) AS moments`, where: "" },
    keys: [
      { type: "text", column: "gr" },
      { type: "text", column: "wh" },
    ],
    aggregates: [
      aggregate("sum", "length(xs)"),
      aggregate("any", "mean"),
      aggregate("sum", "arraySum(x -> (x - mean) * (x - mean), xs)"),
      aggregate("sum", "arraySum(x -> (x - mean) * (x - mean) * (x - mean), xs)"),
    ],
    maximum: VALUES,
  })
  return new Map(
    found.map(({ keys: [group, what], numbers: [n = 0, mean = 0, m2 = 0, m3 = 0] }) => [
      momentsKey(String(group), String(what)),
      { n, mean, m2, m3 },
    ]),
  )
})

const foundIn = (
  group: string,
  whats: ReadonlyMap<string, ReadonlyMap<number, number>>,
  central: ReadonlyMap<string, Central>,
): Found => ({
  times: (what, value = 0) => whats.get(what)?.get(value) ?? 0,
  values: (what) => [...(whats.get(what) ?? [])],
  moments: (what) => central.get(momentsKey(group, what)) ?? { n: 0, mean: 0, m2: 0, m3: 0 },
  whats: () => whats.keys(),
})

/** A group by its name. */
const groupNamed = (name: string, { bucketed, keys }: TrailRows): Pick<Group, "key" | "bucket"> => {
  const texts = JSON.parse(name.slice(1)) as ReadonlyArray<string | null>
  const values = keys.map((key, i) => keyValue(key, texts[i]))
  return bucketed ? { key: values.slice(0, -1), bucket: Number(values.at(-1)) } : { key: values, bucket: null }
}
