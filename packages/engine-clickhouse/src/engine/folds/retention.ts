import type { RetentionOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { bucketOf } from "../expressions.ts"
import type { Held } from "../Ground.ts"
import { bears, event, events, firstOf, foldSql, type Level, NONE, when } from "./FoldSql.ts"

/** Indices of returns and how many indices are over, counted from the entry on. */
const clock = ({ asOf, bracket, clock: kind, count }: RetentionOptions, held: Held): Level => {
  const limit = Math.max(count, bracket?.[1] ?? 0)
  if (kind.kind === "elapsed") {
    const floored = (instant: string) =>
      kind.floor > 0 ? `floor(${instant} / ${double(kind.floor)}) * ${double(kind.floor)}` : instant
    const over =
      asOf === null
        ? String(limit)
        : `greatest(0., least(${double(limit)}, floor((${double(asOf + 1)} - ${floored("start")}) / ${double(kind.length)})))`
    return [
      ["inside", "toUInt8(1)"],
      ["indices", `arrayMap(t -> floor((${floored("t")} - ${floored("start")}) / ${double(kind.length)}), returns)`],
      ["over", `toInt64(${over})`],
    ]
  }
  const { edges } = kind
  const last = edges.length - 1
  const at = (instant: string) => `ifNull(${bucketOf({ held }, instant, edges)}, -1.)`
  const until = asOf ?? Infinity
  // Edges ascend, so those known by then are the first ones.
  const known = Math.min(
    edges.findLastIndex((edge) => edge - 1 <= until),
    last,
  )
  return [
    ["born", at("start")],
    ["inside", "born >= 0."],
    [
      "indices",
      `arrayMap(b -> if(b < 0., ${double(Math.max(last, -1))}, b) - born, arrayMap(t -> ${at("t")}, returns))`,
    ],
    ["over", `toInt64(greatest(0., least(${double(limit)}, ${double(Math.max(known, 0))} - born)))`],
  ]
}

/** The fold `retention`: who of those that entered came back, by indices of time. */
export const retention = foldSql<RetentionOptions>({
  version: 1,
  options: ["entry", "return", "clock", "count", "bracket", "asOf"],
  levels: (options, { bit, held }) => [
    [["first", firstOf(bit(options.entry))]],
    [
      ["own", "arrayElement(g, first)"],
      ["start", "arrayElement(at, first)"],
      [
        "returns",
        `arrayFilter((t, b, i) -> i >= first AND ${bears("b", bit(options.return))}, at, m, arrayEnumerate(at))`,
      ],
    ],
    ...clock(options, held).map((column): Level => [column]),
    [["latest", "if(empty(indices), -1., greatest(-1., arrayMax(indices)))"]],
  ],
  events: ({ bracket, count }) =>
    `if(own = '', ${NONE}, if(NOT inside, [${event("own", "outside")}], ${events(
      `[${event("own", "members")}]`,
      `arrayFlatten(arrayMap(i -> ${events(
        `[${event("own", "n", "i")}]`,
        when("has(indices, toFloat64(i))", event("own", "on", "i")),
        when("latest >= i", event("own", "after", "i")),
      )}, range(least(${count}, toUInt64(over)))))`,
      ...(bracket === null
        ? []
        : [
            when(`over >= ${bracket[1]}`, event("own", "bracket")),
            when(
              `over >= ${bracket[1]} AND arrayExists(i -> i >= ${bracket[0]} AND i < ${bracket[1]}, indices)`,
              event("own", "within"),
            ),
          ]),
    )}))`,
  state: ({ bracket, count }, found) => {
    const [members, outside] = [found.times("members"), found.times("outside")]
    if (members + outside === 0) return undefined
    return {
      members,
      outside,
      indices: Array.from({ length: count }, (_, i) => ({
        n: found.times("n", i),
        on: found.times("on", i),
        onOrAfter: found.times("after", i),
      })),
      bracket: bracket === null ? null : { n: found.times("bracket"), x: found.times("within") },
    }
  },
})
