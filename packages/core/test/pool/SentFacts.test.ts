import { assert, describe, it } from "@effect/vitest"
import type { Column, Facts } from "@touchpoint/core/facts"
import * as Result from "effect/Result"
import { afterEach, vi } from "vitest"
import { received, sent } from "../../src/pool/SentFacts.ts"
import { facts } from "./sample.ts"

const shares =
  typeof SharedArrayBuffer !== "undefined" &&
  (globalThis as { readonly crossOriginIsolated?: boolean }).crossOriginIsolated !== false

const numbersOf = (column: Column | undefined) => (column?.type === "text" ? column.codes : column?.values)

/** Facts with one column replaced. */
const having = (values: Float64Array): Facts => {
  const order = facts.tables.get("order")
  if (order === undefined) return assert.fail("no orders")
  const columns = new Map([...order.columns, ["amount", { type: "number", values }] as const])
  return { ...facts, tables: new Map([["order", { ...order, rows: values.length, columns }]]) }
}
const amountOf = (sample: Facts) => numbersOf(sent(sample, 1).tables.get("order")?.columns.get("amount"))

describe("facts sent to workers", () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it("arrive as they were, numbers in memory that all threads share where there is such", () => {
    const there = Result.getOrThrow(received(structuredClone(sent(facts, 7))))
    assert.strictEqual(there.groups, 7)
    assert.deepStrictEqual(there.facts.inventory, facts.inventory)
    assert.deepStrictEqual(there.facts.model.kinds, facts.model.kinds)
    for (const [id, { columns, rows }] of facts.tables) {
      const table = there.facts.tables.get(id)
      assert.strictEqual(table?.rows, rows)
      for (const [name, column] of columns) {
        const arrived = table?.columns.get(name)
        assert.deepStrictEqual(arrived, column)
        const { buffer } = numbersOf(arrived) ?? {}
        assert.strictEqual(buffer instanceof ArrayBuffer, !shares)
      }
    }
  })

  it("are not copied where they are shared already", () => {
    if (!shares) return
    const values = new Float64Array(new SharedArrayBuffer(32), 8, 2)
    assert.strictEqual(amountOf(having(values)), values)
  })

  it("leave behind what lies around them where nothing is shared", () => {
    vi.stubGlobal("SharedArrayBuffer", undefined)
    const whole = Float64Array.of(1, 2, 3)
    assert.strictEqual(amountOf(having(whole)), whole)
    const cut = amountOf(having(whole.subarray(1, 2)))
    assert.deepStrictEqual([...(cut ?? [])], [2])
    assert.strictEqual(cut?.buffer.byteLength, 8)
  })

  it("are copied in pages that are not isolated", () => {
    vi.stubGlobal("crossOriginIsolated", false)
    const values = Float64Array.of(1, 2)
    assert.strictEqual(amountOf(having(values)), values)
  })

  it("are refused where they did not arrive whole", () => {
    const problem = (message: unknown) => Result.getOrThrow(Result.flip(received(message)))
    assert.include(problem(undefined), "first message")
    assert.include(problem({ type: "other" }), "first message")
    // As between processes, which talk JSON.
    assert.include(problem(JSON.parse(JSON.stringify(sent(facts, 1)))), "first message")
    const tables = new Map([["order", { rows: 1, columns: new Map([["at", { type: "number", values: { 0: 1 } }]]) }]])
    assert.include(problem({ ...sent(facts, 1), tables }), "typed arrays")
    assert.include(problem({ ...sent(facts, 1), inventory: { touchpoints: 1 } }), "inventory cannot be read")
  })
})
