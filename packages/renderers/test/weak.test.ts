import { assert, describe, it } from "@effect/vitest"
import type { Leaf } from "@touchpoint/core/report"
import type { Measurement } from "@touchpoint/core/metrics"
import { block } from "../src/html/blocks.ts"
import { trend as written } from "../src/markdown/figures.ts"
import { tableModel } from "../src/speech/tableModel.ts"
import { reportWith, voiceOf } from "./fixture.ts"

const report = reportWith("plain")
const voice = voiceOf(report)
const leaves = report.blocks.flatMap((part): ReadonlyArray<Leaf> => (part.type === "section" ? part.blocks : [part]))
const trend = leaves.find((leaf) => leaf.type === "trend")
if (trend === undefined) throw new Error("the fixture has a trend")

/** The trend of the fixture with its first month replaced. */
const months = (first: Partial<Measurement>): ReadonlyArray<Measurement> =>
  trend.measurements.map((m, i) => (i === 0 ? { ...m, ...first } : m))
const few = [{ id: "insufficient", data: { n: 3, minimum: 10 } }] as const
const drawn = (measurements: ReadonlyArray<Measurement>) => block(voice, { ...trend, measurements }, "x").markup
const scaleOf = (markup: string) => /<div class="scale".*?<\/div>/.exec(markup)?.[0]
const wide = { low: -95, high: 60, level: 0.95, method: "wald" }

describe("months of too few answers", () => {
  it("do not stretch the scale, and point to where they are", () => {
    const off = drawn(months({ value: -90, interval: wide, caveats: few }))
    assert.strictEqual(scaleOf(off), scaleOf(drawn(trend.measurements.slice(1))))
    assert.include(off, 'class="off"')
    assert.include(off, voice.label("offScaleLegend"))
    assert.include(off, "−90.0")
    assert.include(written(voice, "t", months({ value: -90, interval: wide, caveats: few })), "`◄")
  })

  it("are grey where they lie on the scale", () => {
    const grey = drawn(months({ value: 42, interval: wide, caveats: few }))
    assert.include(grey, 'class="dot weak"')
    assert.include(grey, 'class="dashed weak"')
    assert.include(grey, 'class="tip"')
    assert.include(grey, voice.label("insufficientLegend"))
    assert.notInclude(grey, 'class="off"')
  })

  it("have the scale for themselves where there is nothing else", () => {
    const markup = drawn([{ ...(trend.measurements[0] as Measurement), value: -90, interval: wide, caveats: few }])
    assert.notInclude(markup, 'class="off"')
  })

  it("stretch it like any other once there are enough", () => {
    assert.notStrictEqual(scaleOf(drawn(months({ value: -90, interval: wide }))), scaleOf(drawn(trend.measurements)))
  })
})

describe("levels of intervals", () => {
  const header = (measurements: ReadonlyArray<Measurement>) => {
    const { columns, rows } = tableModel(voice, "t", measurements)
    const column = columns.find((each) => each.header.includes("interval"))
    return [column?.header, ...rows.slice(0, 2).map((m) => column?.cell(m).small)]
  }

  it("stand in the header where all have one", () => {
    assert.deepStrictEqual(header(trend.measurements), ["95% interval", undefined, undefined])
  })

  it("stand at every interval where there are several", () => {
    const mixed = months({ interval: { low: 30, high: 50, level: 0.8, method: "wald" } })
    assert.deepStrictEqual(header(mixed), ["interval", "80% interval", "95% interval"])
  })
})
