import { assert, describe, it } from "@effect/vitest"
import { analyze, type Config, rows } from "touchpoint"
import { refusal } from "./project.ts"

const counts = { north: [40, 10], south: [30, 20], west: [7, 5] } as const
const table = Object.entries(counts).flatMap(([shop, [good, bad]]) =>
  Array.from({ length: good + bad }, (_, i) => ({ shop, day: "2026-03-02", score: i < good ? 5 : 1 })),
)
const config = (more: Config): Config => ({
  attributes: { feedback: { shop: "text" } },
  facts: {
    feedback: rows(
      table,
      { at: "day", shop: "shop", score: "score" },
      { instrument: "csat", scale: { min: 1, max: 5 } },
    ),
  },
  ...more,
})

describe("a configuration", () => {
  it("compares each group of a segment with the rest, by its own sizes and adjustment", async () => {
    const { measurements } = await analyze(
      config({ metrics: [{ id: "csat", segment: "shop" }], policy: { insufficient: 20 }, adjust: "holm" }),
    )
    assert.deepStrictEqual(
      measurements.map(({ by, versus }) => [by["shop"], versus?.rest, versus?.n, versus?.adjustment]),
      [
        ["north", "shop", 62, "holm"],
        ["south", "shop", 62, "holm"],
        ["west", undefined, undefined, undefined],
      ],
    )
    // What is not given keeps its default.
    const { measurements: small } = await analyze(
      config({ metrics: [{ id: "csat", by: "shop" }], policy: { insufficient: 5 } }),
    )
    assert.deepStrictEqual(
      small.map(({ caveats }) => caveats.find(({ id }) => id === "small-sample")?.data?.["minimum"]),
      [undefined, undefined, 30],
    )
  })

  it("leaves the comparison decided on beforehand out of the family", async () => {
    const { measurements } = await analyze(
      config({
        metrics: [
          {
            id: "csat",
            by: "shop",
            versus: { shop: "south" },
            where: { op: "ne", left: { op: "column", column: "shop" }, right: { op: "value", value: "west" } },
            primary: true,
          },
          { id: "csat", segment: "shop" },
        ],
      }),
    )
    const [declared, ...others] = measurements.filter(({ versus }) => versus !== undefined)
    assert.strictEqual(declared?.versus?.q, declared?.versus?.p)
    assert.deepStrictEqual(
      others.map(({ caveats }) => caveats.find(({ id }) => id === "multiple-testing")?.data),
      others.map(() => ({ comparisons: 3 })),
    )
  })

  it("says where its keys contradict each other", async () => {
    const refused = [
      [{ id: "csat", segment: "shop", versus: { shop: "north" } }, "metrics[0].segment"],
      [{ id: "csat", by: "shop", compare: "rest", versus: { shop: "north" } }, "metrics[0].compare"],
      [{ id: "csat", compare: "rest" }, "metrics[0].compare"],
      [{ id: "csat", mix: "shop" }, "metrics[0].mix"],
    ] as const
    for (const [metric, place] of refused)
      assert.include((await refusal(analyze(config({ metrics: [metric] })))).message, place)
    const odd = { ...config({}), policy: { smal: 3 } } as Config
    assert.include((await refusal(analyze(odd))).message, "did you mean small?")
  })
})
