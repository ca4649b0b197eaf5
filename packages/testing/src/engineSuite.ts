import { assert, describe, it } from "@effect/vitest"
import { Engine, EngineError } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import { column, type Fold, lt, type Question, tally, value } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { differential, type DifferentialReport } from "./fuzz/differential.ts"
import { factsOf, specOf } from "./fuzz/FactsSpec.ts"
import { goldenCases } from "./golden/index.ts"

/** Options of {@link engineSuite}. @category suites @since 0.1.0 */
export interface EngineSuiteOptions {
  /** Random facts to ask about. Default 300; the environment variable `TOUCHPOINT_FUZZ_RUNS` overrides it. */
  readonly runs?: number
  /** Default 1; the environment variable `TOUCHPOINT_FUZZ_SEED` overrides it. */
  readonly seed?: number
  /** Whether answers over shards are merged and compared too. Default `true`. */
  readonly shards?: boolean
  /** Milliseconds the random questions may take. Default: two minutes, and 20 ms per run. */
  readonly timeout?: number
  /**
   * Which questions the engine may refuse as `QuestionUnsupported`: never others, and never with a wrong answer. Default:
   * none.
   */
  readonly unsupported?: (question: Question) => boolean
  /** Is told what the random questions came to. */
  readonly onReport?: (report: DifferentialReport) => void
}

/**
 * Registers the tests every engine passes: equal answers and equal errors on random facts, whole and in shards, golden
 * cases with published answers, and its rows and watermarks.
 *
 * **Example** (The tests of an engine)
 *
 * ```ts norun
 * import { MemoryEngine } from "@touchpoint/core/engine"
 * import { engineSuite } from "@touchpoint/testing"
 *
 * engineSuite("memory", (facts, folds) => MemoryEngine.layer(facts, { folds }))
 * ```
 *
 * @category suites
 * @since 0.1.0
 */
export const engineSuite = (
  name: string,
  /** The engine over the facts given; random questions ask for these folds beside the shipped ones. */
  layer: (facts: Facts, folds: ReadonlyArray<Fold>) => Layer.Layer<Engine, unknown>,
  options: EngineSuiteOptions = {},
): void => {
  const runs = Number(process.env["TOUCHPOINT_FUZZ_RUNS"] ?? options.runs ?? 300)
  const seed = Number(process.env["TOUCHPOINT_FUZZ_SEED"] ?? options.seed ?? 1)
  const shards = options.shards ?? true
  describe(`engine: ${name}`, () => {
    it.live(
      "answers random questions as the oracle does",
      () =>
        Effect.gen(function* () {
          const { unsupported } = options
          const report = yield* differential({
            name,
            layer,
            runs,
            seed,
            shards,
            ...(unsupported === undefined ? {} : { unsupported }),
          })
          options.onReport?.(report)
          if (report.difference !== null) assert.fail(report.difference)
          assert.strictEqual(report.runs, runs)
        }),
      options.timeout ?? 120_000 + 20 * runs,
    )
    it.live.each([...goldenCases])("golden case: $name", ({ expected, facts, question, read }) =>
      Effect.gen(function* () {
        // An engine lives as long as its layer does.
        const asked = Effect.flatMap(Engine, (engine) => engine.ask([question]))
        const [answer] = yield* Effect.provide(asked, layer(factsOf(facts), []))
        const [group, ...others] = answer?.groups ?? []
        assert.deepStrictEqual(others, [])
        assert.deepStrictEqual(group === undefined ? null : read(group.states), expected)
      }).pipe(
        Effect.catchIf(
          (error) => isUnsupported(error) && options.unsupported?.(question) === true,
          () => Effect.void,
        ),
      ),
    )
    it.live("knows its rows and watermarks", () =>
      Effect.gen(function* () {
        const facts = factsOf(
          specOf({
            order: [
              { source: "shop", at: 2 },
              { source: "shop", at: 1 },
            ],
            refund: [{ source: "shop" }],
          }),
        )
        const engine = yield* Effect.provide(Engine, layer(facts, []))
        const rows = yield* engine.rows
        const watermarks = yield* engine.watermarks
        assert.deepStrictEqual([rows.get("order"), rows.get("refund"), rows.get("promise") ?? 0], [2, 1, 0])
        assert.deepStrictEqual([...watermarks], [["order", { at: 2, inferred: true }]])
      }),
    )
    it.live("answers no questions with no answers", () =>
      Effect.gen(function* () {
        const engine = yield* Effect.provide(Engine, layer(factsOf(specOf({})), []))
        assert.deepStrictEqual(yield* engine.ask([]), [])
      }),
    )
    it.live("refuses numbers that are not finite, which would make different questions equal", () =>
      Effect.gen(function* () {
        const engine = yield* Effect.provide(
          Engine,
          layer(factsOf(specOf({ order: [{ source: "shop", at: 1, amount: 5 }] })), []),
        )
        const count = { n: { stat: "count" } } as const
        for (const endless of [Infinity, -Infinity, Number.NaN])
          for (const question of [
            tally("order", count, { where: lt(column("amount"), value(endless)) }),
            tally("order", count, { edges: [0, endless] }),
          ]) {
            const error = yield* Effect.flip(engine.ask([question]))
            assert.strictEqual(error.reason._tag, "QuestionInvalid")
            assert.include(error.message, `${endless} is no number to ask with`)
          }
      }),
    )
  })
}

const isUnsupported = (error: unknown): boolean =>
  error instanceof EngineError && error.reason._tag === "QuestionUnsupported"
