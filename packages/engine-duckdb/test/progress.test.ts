import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { define } from "@touchpoint/core/facts"
import { column, dimension, tally, trails, transitionDefaults, transitions } from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, load, type Progress } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { reporter } from "../src/Progress.ts"
import { folder } from "./support/folder.ts"
import { writeEvents } from "./support/writeEvents.ts"

const model = define()
const mapping = { kind: "interaction", map: { customer: "customer", touchpoint: "touchpoint", at: "at" } }
const sources = (file: string) => [{ name: "events", kind: model.kinds.interaction, mapping, from: { parquet: file } }]
const options = { model, calendar: Calendar.make("UTC"), resources: { threads: 2, memory: "400MB" } }

describe("progress", () => {
  it("is told at most ten times a second, what is worked on first, and nothing after a listener failed", () => {
    let time = 0
    const heard: Array<Progress & { readonly time: number }> = []
    const report = reporter(
      (progress) => heard.push({ ...progress, time }),
      () => time,
    )
    report.begin("read", "a")
    for (; time < 5000; time += 7) report.at(time, 4000, "scan")
    assert.isAtMost(heard.length, 51)
    assert.isAtLeast(heard.length, 40)
    assert.isTrue(heard.every((one, i) => i === 0 || one.time - (heard[i - 1]?.time ?? 0) >= 100))
    assert.deepStrictEqual(heard[0], { stage: "read", what: "a", time: 0 })
    // What is estimated is never more than all of it.
    assert.isTrue(heard.every(({ done = 0, of = 0 }) => done <= of))
    report.enter("sort")
    time += 1000
    report.still()
    assert.deepStrictEqual(heard.at(-1), { stage: "read", what: "a", phase: "sort", time })
    report.enter(null)
    const before = heard.length
    time += 1000
    report.at(1, 2)
    report.still()
    assert.strictEqual(heard.length, before)

    let calls = 0
    const failing = reporter(
      () => {
        calls++
        throw new Error("no")
      },
      () => (time += 1000),
    )
    failing.at(1, 2, "walk")
    failing.at(2, 2, "walk")
    assert.strictEqual(calls, 1)
    assert.throws(() => failing.check(), "no")
  })

  it.live(
    "of a long load and of long questions is told in bytes and rows of all",
    () =>
      Effect.scoped(
        Effect.gen(function* () {
          const file = path.join(yield* folder, "events.parquet")
          const ROWS = 2_000_000
          yield* writeEvents(file, ROWS)
          const heard: Array<Progress> = []
          const times: Array<number> = []
          const onProgress = (progress: Progress) => {
            heard.push(progress)
            times.push(performance.now())
          }
          // One thread: the faster a machine sorts, the less there is to tell of it.
          const facts = yield* load(sources(file), {
            ...options,
            resources: { threads: 1, memory: "400MB" },
            onProgress,
          })
          const loading = heard.splice(0)
          assert.deepStrictEqual(loading[0], { stage: "read", what: "events" })
          assert.isTrue(loading.some(({ phase }) => phase === "load"))
          const engine = yield* DuckDBEngine.make(facts, { onProgress })
          yield* engine.ask([
            trails(transitions, transitionDefaults, { kinds: ["interaction"] }),
            tally(
              "interaction",
              { n: { stat: "units", of: "customer" } },
              { by: [dimension("t", column("touchpoint"))] },
            ),
          ])
          assert.isTrue(heard.every(({ stage, what }) => stage === "measure" && what === "2 questions"))
          const walked = heard.flatMap(({ done, of, phase }) =>
            phase === "walk" ? [[done ?? 0, of ?? 0] as const] : [],
          )
          assert.isAbove(walked.length, 0)
          assert.isTrue(heard.some(({ phase }) => phase === "sort" || phase === "count"))
          assert.isTrue(walked.every(([done, of], i) => of === ROWS && done > (walked[i - 1]?.[0] ?? 0)))
          // In no second more than ten, and one that was already due.
          assert.isTrue(
            times.every(
              (time, i) => times.filter((other) => other >= time && other < time + 1000).length <= 12 || i < 0,
            ),
          )
        }),
      ),
    120_000,
  )

  it.live("a listener that throws ends the run, and not the process", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const file = path.join(yield* folder, "events.parquet")
        yield* writeEvents(file, 1000)
        const onProgress = () => {
          throw new Error("the listener is broken")
        }
        const exit = yield* Effect.exit(load(sources(file), { ...options, onProgress }))
        assert.isTrue(Exit.hasDies(exit))
      }),
    ),
  )
})
