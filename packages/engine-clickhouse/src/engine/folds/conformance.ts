import type { ConformanceOptions } from "@touchpoint/core/questions"
import { double, doubles } from "../../sql.ts"
import { bears, event, events, foldSql, type Found, type Level, when } from "./FoldSql.ts"
import { machine, named } from "./states.ts"

const EXTRA = "extra "
const [DONE, OUT_OF_ORDER, WRONG_CHANNEL, LATE, CONFORMING, REPEATED] = [1, 2, 3, 4, 5, 6] as const
const NAMES = ["done", "outOfOrder", "wrongChannel", "late", "conforming", "repeated"] as const

const state = machine(["done", "furthest", "kept", "clean", "out", "extra"] as const)
const { of } = state
const OUT = "Array(Tuple(UInt8, UInt32))"

/** One row `r` (instant, marks, label) of an attempt that opened at `opened`. */
const replayed = ({ steps }: ConformanceOptions, bit: (mark: string) => number): string => {
  const array = (values: ReadonlyArray<number>) => `[${values.map((value) => `toUInt32(${value})`).join(", ")}]`
  const bits = array(steps.map(({ mark }) => bit(mark)))
  const channels = array(steps.map(({ channel }) => (channel === null ? 2 ** 32 - 1 : bit(channel))))
  const within = doubles(steps.map((step) => step.within ?? Number.POSITIVE_INFINITY))
  const previous = array(steps.map(({ since }) => Number(since === "previous")))
  const required = array(steps.map((step) => Number(step.required)))
  const planned = steps.reduce((all, { mark }) => all | bit(mark), 0)
  const free = `arrayFilter((k, b, t) -> bitAnd(r.2, b) <> 0 AND isNaN(t), arrayEnumerate(${of("a", "done")}), ${bits}, ${of("a", "done")})`
  // The last of the steps before that had come; the start where none had.
  const since = `if(${previous}[k] = 1, greatest(opened, arrayMax(arrayPushBack(arrayFilter(t -> NOT isNaN(t), arraySlice(${of("a", "done")}, 1, k - 1)), opened))), opened)`
  const wrong = `bitAnd(r.2, ${channels}[k]) = 0`
  const late = `r.1 - ${since} > ${within}[k]`
  const conforming = "(ooo = 0 AND wrong = 0 AND late = 0)"
  const emit = (...all: ReadonlyArray<readonly [string, number]>) =>
    `arrayConcat(${[of("a", "out"), ...all.map(([condition, what]) => `if(${condition}, [(toUInt8(${what}), toUInt32(k))], CAST([] AS ${OUT}))`)].join(", ")})`
  const came = state.with("a", {
    done: `arrayMap((t, i) -> if(i = k, r.1, t), ${of("a", "done")}, arrayEnumerate(${of("a", "done")}))`,
    furthest: `if(ooo = 1, ${of("a", "furthest")}, toUInt32(k))`,
    kept: `toUInt32(${of("a", "kept")} + if(${conforming}, ${required}[k], 0))`,
    clean: `toUInt8(${of("a", "clean")} = 1 AND ${conforming})`,
    out: emit(
      ["1", DONE],
      ["ooo = 1", OUT_OF_ORDER],
      ["wrong = 1", WRONG_CHANNEL],
      ["late = 1", LATE],
      [conforming, CONFORMING],
    ),
  })
  const again = state.with("a", {
    clean: "toUInt8(0)",
    out: `arrayPushBack(${of("a", "out")}, (toUInt8(${REPEATED}), toUInt32(arrayFirstIndex(b -> bitAnd(r.2, b) <> 0, ${bits}))))`,
  })
  const unplanned = state.with("a", {
    clean: "toUInt8(0)",
    extra: `arrayPushBack(${of("a", "extra")}, r.3)`,
  })
  const ahead = `arrayFirst(k -> k > ${of("a", "furthest")}, free)`
  const step = named(
    "k",
    `if(${ahead} > 0, ${ahead}, arrayFirst(k -> 1, free))`,
    `if(k = 0, ${again}, ${named("ooo", `toUInt8(${ahead} = 0)`, named("wrong", `toUInt8(${wrong})`, named("late", `toUInt8(${late})`, came)))})`,
  )
  return `if(bitAnd(r.2, ${planned}) = 0, if(r.3 = '', a, ${unplanned}), ${named("free", free, step)})`
}

/** The fold `conformance`: how journeys kept to a plan. */
export const conformance = foldSql<ConformanceOptions>({
  version: 1,
  options: ["steps", "start", "within", "asOf"],
  levels: (options, { bit }): ReadonlyArray<Level> => {
    const { asOf, start, steps, within } = options
    const mature =
      asOf === null || within === null ? "toUInt8(1)" : `toUInt8(opened + ${double(within)} <= ${double(asOf)})`
    const begin = state.make({
      done: `[${steps.map(() => "toFloat64(nan)").join(", ")}]`,
      furthest: "toUInt32(0)",
      kept: "toUInt32(0)",
      clean: "toUInt8(1)",
      out: `CAST([] AS ${OUT})`,
      extra: "CAST([] AS Array(String))",
    })
    return [
      [["own", "arrayJoin(arrayDistinct(arrayFilter(x -> x <> '', g)))"]],
      // What opens another group ends no attempt of this one.
      [
        [
          "opens",
          start === null
            ? "[indexOf(g, own)]"
            : `arrayFilter((i, x, y) -> x = own AND ${bears("y", bit(start))}, arrayEnumerate(g), g, m)`,
        ],
      ],
      [
        [
          "span",
          "arrayJoin(if(empty(opens), [], arrayMap((o, e) -> (toUInt64(o), toUInt64(e)), opens, arrayPushBack(arrayPopFront(opens), length(g) + 1))))",
        ],
      ],
      [["opened", "at[span.1]"]],
      [
        ["mature", mature],
        [
          "rows",
          `arrayFilter(r -> r.1 - opened <= ${double(within ?? Number.POSITIVE_INFINITY)}, arraySlice(arrayZip(at, m, l), span.1, span.2 - span.1))`,
        ],
      ],
      [["end", `arrayFold((a, r) -> ${replayed(options, bit)}, rows, ${begin})`]],
      [
        ["kept", of("end", "kept")],
        ["clean", of("end", "clean")],
        ["extra", of("end", "extra")],
      ],
    ]
  },
  events: ({ steps }) => {
    const required = steps.filter((step) => step.required).length
    return `if(mature = 0, [${event("own", "immature")}], ${events(
      `[${event("own", "attempts")}, ${event("own", "kept steps", "kept")}]`,
      when(`kept >= ${required}`, event("own", "kept")),
      when(`kept >= ${required} AND clean = 1`, event("own", "perfect")),
      `arrayMap(o -> ${event("own", `arrayElement([${NAMES.map((name) => `'${name}'`).join(",")}], o.1)`, "o.2 - 1")}, ${of("end", "out")})`,
      `arrayMap(y -> ${event("own", `concat('${EXTRA}', y)`)}, extra)`,
      `arrayMap(y -> ${event("own", "concat('with ', y)")}, arrayDistinct(extra))`,
    )})`
  },
  state: ({ steps }, found) => {
    const [attempts, immature] = [found.times("attempts"), found.times("immature")]
    if (attempts + immature === 0) return undefined
    const required = steps.filter((step) => step.required).length
    return {
      attempts,
      immature,
      kept: found.times("kept"),
      perfect: found.times("perfect"),
      steps: steps.map((_, k) => Object.fromEntries(NAMES.map((name) => [name, found.times(name, k)]))),
      conforming: Array.from({ length: required + 1 }, (_, n) => found.times("kept steps", n)),
      unplanned: [...extrasOf(found)].toSorted((a, b) => (a.label < b.label ? -1 : 1)),
    }
  },
})

const extrasOf = function* (found: Found) {
  for (const what of found.whats()) {
    if (!what.startsWith(EXTRA)) continue
    const label = what.slice(EXTRA.length)
    yield { label: label.slice(1), rows: found.times(what), attempts: found.times(`with ${label}`) }
  }
}
