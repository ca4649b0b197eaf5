import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Calendar, Edges } from "@touchpoint/core/time"

const anyZone = Schema.Literals(["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"])
const anyGrain = Schema.Literals(["hour", "day", "week", "month", "quarter", "year"])
const recent = Schema.Int.check(Schema.isBetween({ minimum: Date.UTC(1975, 0, 1), maximum: Date.UTC(2040, 0, 1) }))
const days = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 60 }))
const anyValue = Schema.Int.check(Schema.isBetween({ minimum: -50, maximum: 150 }))
const anyValues = Schema.Array(anyValue)

/** The bucket of a value by asking each. */
const naive = ({ edges, labels }: Edges.Edges, value: number) =>
  labels.findIndex((_, i) => value >= (edges[i] ?? Number.NaN) && value < (edges[i + 1] ?? Number.NaN))
const edgesOf = (values: ReadonlyArray<number>): Edges.Edges => {
  const edges = [...new Set([...values, 0])].toSorted((a, b) => a - b)
  return { edges, labels: edges.slice(1).map(String) }
}

describe("Edges", () => {
  it.prop(
    "covers the span asked for with rising edges, one label for each bucket",
    [anyZone, anyGrain, recent, days],
    ([zone, grain, from, length]) => {
      const calendar = Calendar.make(zone)
      const to = from + length * 86_400_000
      const { edges, labels } = Result.getOrThrow(Edges.calendarEdges(calendar, grain, from, to))
      assert.isTrue(Result.isSuccess(Edges.make(edges, labels)))
      assert.isAtMost(edges[0] ?? Number.NaN, from)
      assert.isAtLeast(edges.at(-1) ?? Number.NaN, to)
      assert.strictEqual(edges[0], Calendar.startOf(calendar, grain, from))
      if (length > 0) assert.isBelow(edges.at(-2) ?? Number.NaN, to)
      assert.strictEqual(new Set(labels).size, labels.length)
    },
  )
  it.prop("puts an instant where its calendar puts it", [anyZone, anyGrain, recent], ([zone, grain, at]) => {
    const calendar = Calendar.make(zone)
    const span = Result.getOrThrow(Edges.calendarEdges(calendar, grain, at - 40 * 86_400_000, at + 40 * 86_400_000))
    const bucket = Edges.locate(span, at)
    assert.strictEqual(span.edges[bucket], Calendar.startOf(calendar, grain, at))
    assert.strictEqual(span.labels[bucket], Calendar.label(calendar, grain, at))
  })
  it.prop("finds the bucket that a scan of all finds", [anyValues, anyValue], ([all, value]) => {
    const edges = edgesOf(all)
    assert.strictEqual(Edges.locate(edges, value), naive(edges, value))
  })
  it.prop("finds the buckets of a column as those of its values", [anyValues, anyValues], ([all, column]) => {
    const edges = edgesOf(all)
    const out = new Int32Array(column.length)
    const outside = Edges.locateAll(edges, Float64Array.from(column), out)
    assert.deepStrictEqual(
      [...out],
      column.map((value) => naive(edges, value)),
    )
    assert.strictEqual(outside, [...out].filter((bucket) => bucket === -1).length)
  })
  it("has half-open buckets: an edge belongs to the bucket after it, the last to none", () => {
    const edges = edgesOf([0, 10, 20])
    assert.deepStrictEqual(
      [-1, 0, 9, 10, 19, 20, Number.NaN, Number.POSITIVE_INFINITY].map((value) => Edges.locate(edges, value)),
      [-1, 0, 0, 1, 1, -1, -1, -1],
    )
    const out = new Int32Array(2).fill(7)
    assert.strictEqual(Edges.locateAll(edges, Float64Array.of(Number.NaN, 5), out), 1)
    assert.deepStrictEqual([...out], [-1, 0])
  })
  it("has nothing in no buckets", () => {
    assert.strictEqual(Edges.locate({ edges: [], labels: [] }, 0), -1)
    assert.strictEqual(Edges.locate({ edges: [0], labels: [] }, 0), -1)
    assert.strictEqual(Edges.locateAll({ edges: [], labels: [] }, Float64Array.of(0), new Int32Array(1)), 1)
  })
  it("refuses more buckets than the limit and says what to do", () => {
    const made = Edges.calendarEdges(Calendar.make("UTC"), "hour", 0, 11 * 3_600_000, { maximum: 10 })
    assert.isTrue(Result.isFailure(made))
    if (Result.isFailure(made)) {
      assert.strictEqual(made.failure._tag, "EdgesTooMany")
      assert.include(made.failure.message, "more than 10 buckets of one hour from 1970-01-01T00:00:00Z")
      assert.include(made.failure.message, "coarser grain")
    }
    assert.isTrue(
      Result.isSuccess(Edges.calendarEdges(Calendar.make("UTC"), "hour", 0, 10 * 3_600_000, { maximum: 10 })),
    )
    assert.isTrue(Result.isFailure(Edges.calendarEdges(Calendar.make("UTC"), "day", 0, 100_001 * 86_400_000)))
  })
  it("refuses ends that are not instants in order", () => {
    const calendar = Calendar.make("UTC")
    for (const [from, to] of [
      [1, 0],
      [Number.NaN, 0],
      [0, Number.POSITIVE_INFINITY],
      [0.5, 1],
    ] as const) {
      const made = Edges.calendarEdges(calendar, "day", from, to)
      assert.isTrue(Result.isFailure(made) && made.failure._tag === "EdgesInvalid", `${from} ${to}`)
    }
  })
  it("refuses edges that do not rise, are no integers or do not fit the labels", () => {
    assert.isTrue(Result.isSuccess(Edges.make([0, 1], ["a"])))
    for (const [edges, labels] of [
      [[0, 0], ["a"]],
      [[1, 0], ["a"]],
      [[0, 0.5], ["a"]],
      [[0, Number.NaN], ["a"]],
      [[0, 1], []],
      [[], []],
    ] as const) {
      assert.isTrue(Result.isFailure(Edges.make(edges, labels)), JSON.stringify(edges))
    }
  })
})
