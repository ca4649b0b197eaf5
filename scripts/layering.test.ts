import { assert, describe, it } from "@effect/vitest"
import { cyclesOf } from "./cycles.ts"
import { importsOf } from "./imports.ts"
import { faultOf, homeless } from "./layering.ts"

const allowed: ReadonlyArray<readonly [string, string]> = [
  ["packages/core/src/stats/proportion.ts", "../time/index.ts"],
  ["packages/core/src/stats/proportion.ts", "effect/Schema"],
  ["packages/core/src/time/Calendar.ts", "date-fns/addDays"],
  ["packages/core/src/time/Calendar.ts", "@date-fns/tz"],
  ["packages/core/src/index.ts", "./plugins/index.ts"],
  ["packages/core/src/metrics/nps/index.test.ts", "./index.ts"],
  ["packages/core/test/time/Calendar.test.ts", "../../src/time/Calendar.ts"],
  ["packages/core/test/time/Calendar.test.ts", "effect"],
  ["packages/core/test/time/Calendar.node.test.ts", "node:fs"],
  ["packages/rules/src/stage-gap/index.ts", "@touchpoint/core/rules"],
  ["packages/rules/src/stage-gap/index.test.ts", "@touchpoint/testing"],
  ["packages/importers/src/csv/index.ts", "csv-parse/sync"],
  ["packages/touchpoint/src/command/main.ts", "node:fs"],
  ["packages/touchpoint/src/index.ts", "@touchpoint/rules"],
  ["packages/touchpoint/src/command/main.ts", "../../package.json"],
  ["packages/rules/vitest.config.ts", "../../vitest.shared.ts"],
  ["examples/garden-centre/main.ts", "touchpoint"],
]

const refused: ReadonlyArray<readonly [string, string]> = [
  ["packages/core/src/time/Calendar.ts", "../stats/index.ts"],
  ["packages/core/src/time/Calendar.ts", "../index.ts"],
  ["packages/core/src/time/Calendar.ts", "./Calendar.test.ts"],
  ["packages/core/src/time/Calendar.ts", "date-fns"],
  ["packages/core/src/model/Touchpoint.ts", "date-fns/addDays"],
  ["packages/core/src/model/Touchpoint.ts", "effect"],
  ["packages/core/src/model/Touchpoint.ts", "node:crypto"],
  ["packages/core/src/model/Touchpoint.ts", "@touchpoint/core/time"],
  ["packages/core/src/model/Touchpoint.ts", "@touchpoint/testing"],
  ["packages/core/test/time/Calendar.test.ts", "node:fs"],
  ["packages/core/test/time/Calendar.test.ts", "@touchpoint/rules"],
  ["packages/importers/src/csv/index.ts", "node:fs"],
  ["packages/importers/src/csv/index.ts", "fs"],
  ["packages/importers/src/csv/index.ts", "@touchpoint/renderers"],
  ["packages/importers/src/csv/index.ts", "../../../core/src/index.ts"],
  ["packages/renderers/src/html/index.ts", "touchpoint"],
  ["packages/testing/src/index.ts", "@touchpoint/rules"],
  ["packages/testing/src/index.ts", "../../core/package.json"],
  ["packages/touchpoint/src/index.ts", "date-fns/addDays"],
  ["examples/garden-centre/main.ts", "../../packages/core/src/index.ts"],
]

describe("layering", () => {
  it.each(allowed)("allows %s to import %s", (file, specifier) => {
    assert.isUndefined(faultOf(file, specifier))
  })

  it.each(refused)("refuses %s importing %s", (file, specifier) => {
    assert.isString(faultOf(file, specifier))
  })

  it("knows where a module may live", () => {
    assert.isUndefined(homeless("packages/core/src/index.ts"))
    assert.isUndefined(homeless("packages/core/src/stats/proportion.ts"))
    assert.isUndefined(homeless("packages/rules/src/index.ts"))
    assert.isString(homeless("packages/core/src/utils/text.ts"))
    assert.isString(homeless("packages/core/src/text.ts"))
    assert.isString(homeless("packages/stranger/src/index.ts"))
  })
})

describe("importsOf", () => {
  it("sees every form of import", () => {
    const text = [
      'import * as A from "a"',
      'import type { B } from "b"',
      'export * from "c"',
      'export type { D } from "d"',
      'const e = () => import("e")',
      'type F = import("f").F',
      'import "g"',
      'const text = `import "h"` // import "i"',
    ].join("\n")
    const found = importsOf("x.ts", text)
      .map(({ line, specifier }) => `${specifier}${line}`)
      .toSorted()
    assert.deepStrictEqual(found, ["a1", "b2", "c3", "d4", "e5", "f6", "g7"])
  })
})

describe("cyclesOf", () => {
  const graph = (edges: Readonly<Record<string, ReadonlyArray<string>>>) =>
    new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]))

  it("finds nothing in a tree", () => {
    assert.deepStrictEqual(cyclesOf(graph({ a: ["b", "c"], b: ["c"], c: [] })), [])
  })

  it("finds the shortest cycle of each knot", () => {
    const cycles = cyclesOf(graph({ a: ["b"], b: ["c"], c: ["a", "b"], d: ["d"], e: ["a"] }))
    assert.deepStrictEqual(
      cycles.map((cycle) => [...new Set(cycle)].toSorted().join("")),
      ["bc", "d"],
    )
  })
})
