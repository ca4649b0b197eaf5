// The engine in memory over a million interactions: one tally, one question per unit, folds over trails.
// The rival in the same run is what a script would do by hand: Maps over row objects.
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { define, type Facts, type FactTable } from "@touchpoint/core/facts"
import {
  column,
  dimension,
  eq,
  funnel,
  funnelDefaults,
  ge,
  mark,
  pressure,
  type Question,
  recurrence,
  retention,
  tally,
  trails,
  transitionDefaults,
  transitions,
  unitMoments,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { Effect } from "effect"
import type { Bench } from "./measure.ts"

const ROWS = 1_000_000
const CUSTOMERS = 100_000
const TOUCHPOINTS = 30
const DAY = 86_400_000

/** A small generator of pseudo-random numbers (mulberry32), so that every run counts the same rows. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

const table = (): FactTable => {
  const next = random(1)
  const model = define()
  const text = (prefix: string, size: number) => ({
    type: "text" as const,
    codes: Int32Array.from({ length: ROWS }, () => Math.floor(next() * size)),
    dictionary: Array.from({ length: size }, (_, i) => `${prefix}${i}`),
  })
  return {
    kind: model.kinds.interaction,
    rows: ROWS,
    columns: new Map<string, ReturnType<typeof text> | { type: "number"; values: Float64Array }>([
      ["customer", text("customer-", CUSTOMERS)],
      ["touchpoint", text("touchpoint-", TOUCHPOINTS)],
      ["source", { type: "text", codes: new Int32Array(ROWS), dictionary: ["bench"] }],
      [
        "at",
        { type: "number", values: Float64Array.from({ length: ROWS }, () => Math.floor(next() * 31_536_000_000)) },
      ],
      ["sequence", { type: "number", values: Float64Array.from({ length: ROWS }, (_, i) => i) }],
    ]),
  }
}

const factsOf = (interactions: FactTable): Facts => ({
  model: define(),
  calendar: Calendar.make("UTC"),
  inventory: null,
  tables: new Map([["interaction", interactions]]),
  watermarks: new Map(),
  bands: new Map(),
  sources: [],
  rejects: [],
})

const byTouchpoint = [dimension("touchpoint", column("touchpoint"))]
const questions: Readonly<Record<string, Question>> = {
  tally: tally(
    "interaction",
    { rows: { stat: "count" }, customers: { stat: "units", of: "customer" } },
    { by: byTouchpoint },
  ),
  units: unitMoments(
    "interaction",
    "customer",
    { visits: { agg: "count" } },
    { returned: { stat: "proportion", of: ge(column("visits"), 2) } },
  ),
  trails: trails(transitions, { ...transitionDefaults, collapse: false }, { kinds: ["interaction"] }),
}

/** The shipped folds, over marks of three touchpoints. */
const step = (n: number) => mark(`t${n}`, { kind: "interaction", when: eq(column("touchpoint"), `touchpoint-${n}`) })
const over = { kinds: ["interaction"] as const, marks: [0, 1, 2].map(step) }
const asOf = 31_536_000_000
const folds: Readonly<Record<string, Question>> = {
  transitions: trails(transitions, transitionDefaults, over),
  funnel: trails(funnel, { ...funnelDefaults, steps: ["t0", "t1", "t2"], within: 30 * DAY, asOf }, over),
  "funnel of every attempt": trails(
    funnel,
    {
      ...funnelDefaults,
      steps: ["t0", "t1", "t2"],
      within: 60 * DAY,
      attempt: "every",
      windows: [30 * DAY, null],
      asOf,
    },
    over,
  ),
  retention: trails(
    retention,
    {
      entry: "t0",
      return: "t1",
      clock: { kind: "elapsed", length: 30 * DAY, floor: 0 },
      count: 12,
      bracket: null,
      asOf,
    },
    over,
  ),
  recurrence: trails(recurrence, { mark: "t0", horizons: [90 * DAY], apart: 0, asOf }, over),
  pressure: trails(pressure, { clock: { kind: "rolling", length: 7 * DAY }, packages: "once", among: null }, over),
}

const interactions = table()
const facts = factsOf(interactions)
const ask = (asked: ReadonlyArray<Question>) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const engine = yield* Engine
      return yield* engine.ask(asked)
    }).pipe(Effect.provide(MemoryEngine.layer(facts))),
  )

interface Row {
  readonly customer: string
  readonly touchpoint: string
  readonly at: number
}

const rowsByHand = (): ReadonlyArray<Row> => {
  const text = (name: string) => {
    const found = interactions.columns.get(name)
    return found?.type === "text" ? Array.from(found.codes, (code) => found.dictionary[code] ?? "") : []
  }
  const [customer, touchpoint] = [text("customer"), text("touchpoint")]
  const at = interactions.columns.get("at")
  return customer.map((id, i) => ({
    customer: id,
    touchpoint: touchpoint[i] ?? "",
    at: at?.type === "number" ? (at.values[i] ?? 0) : 0,
  }))
}

const transitionsByHand = (rows: ReadonlyArray<Row>): number => {
  const moves = new Map<string, number>()
  for (const trail of Map.groupBy(rows, (row) => row.customer).values()) {
    let last = "start"
    for (const { touchpoint } of trail.toSorted((a, b) => a.at - b.at)) {
      const move = `${last}→${touchpoint}`
      moves.set(move, (moves.get(move) ?? 0) + 1)
      last = touchpoint
    }
  }
  return moves.size
}

const benches: ReadonlyArray<Bench<unknown>> = [
  ...Object.entries(questions).map(([name, question]): Bench<unknown> => ({
    name: `engine: ${name}`,
    rows: ROWS,
    prepare: () => undefined,
    run: () => ask([question]),
  })),
  {
    name: "engine: all three together",
    rows: ROWS,
    prepare: () => undefined,
    run: () => ask(Object.values(questions)),
  },
  ...Object.entries(folds).map(([name, question]): Bench<unknown> => ({
    name: `fold: ${name}`,
    rows: ROWS,
    prepare: () => undefined,
    run: () => ask([question]),
  })),
  {
    name: "folds: all six together",
    rows: ROWS,
    prepare: () => undefined,
    run: () => ask(Object.values(folds)),
  },
  {
    name: "by hand: transitions over objects",
    rows: ROWS,
    prepare: rowsByHand,
    run: (rows) => transitionsByHand(rows as ReadonlyArray<Row>),
  },
]
export default benches
