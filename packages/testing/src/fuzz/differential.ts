import { Engine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import {
  type Answer,
  answerCodec,
  type Fold,
  merge,
  mergeAxes,
  type Question,
  withFolds,
} from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { oracle } from "../oracle/index.ts"
import { customFolds } from "./census.ts"
import { differenceOf } from "./compare.ts"
import { instants, spec } from "./facts.ts"
import { type FactsSpec, factsOf, showSpec } from "./FactsSpec.ts"
import { accompanied, type Companion, companion, question } from "./questions.ts"
import { byTime, byUnit, type Sharding } from "./shards.ts"

/** What {@link differential} compares, and how long. @category fuzz @since 0.1.0 */
export interface DifferentialOptions {
  readonly name: string
  /** The engine under test over the facts given; it is asked for these folds beside the shipped ones. */
  readonly layer: (facts: Facts, folds: ReadonlyArray<Fold>) => Layer.Layer<Engine, unknown>
  /** Random facts to ask about; each is asked 1 to 4 questions, and tallies of the rows of trails. Default 300. */
  readonly runs?: number
  /** Default 1: the same questions every time. */
  readonly seed?: number
  /** Continues at the case a failure named. */
  readonly path?: string
  /** Whether answers over shards are merged and compared too. Default `true`. */
  readonly shards?: boolean
  /** Which questions the engine may refuse as `QuestionUnsupported`. Default: none. */
  readonly unsupported?: (question: Question) => boolean
  /** Which of the random questions are asked, such as those of one fold: give many more runs then. Default: all. */
  readonly only?: (question: Question) => boolean
}

/** What {@link differential} found. @category fuzz @since 0.1.0 */
export interface DifferentialReport {
  readonly runs: number
  readonly questions: number
  /** Questions that had no answer, where the engine gave the same error. */
  readonly refused: number
  /** Questions that the engine refused as unsupported, as it may. */
  readonly unsupported: number
  /** Answers that were merged from shards. */
  readonly merged: number
  /** The smallest difference found, in words, with what is needed to replay it. */
  readonly difference: string | null
}

const folds = withFolds(customFolds)

interface Case {
  readonly facts: FactsSpec
  readonly questions: ReadonlyArray<Question>
  readonly companions: ReadonlyArray<Companion>
  readonly parts: number
  readonly salt: number
  readonly cutAt: number
}

const cases: fc.Arbitrary<Case> = fc.record({
  facts: spec,
  questions: fc.array(question, { minLength: 1, maxLength: 4 }),
  companions: fc.array(companion, { maxLength: 2 }),
  parts: fc.integer({ min: 1, max: 4 }),
  salt: fc.integer({ min: 0, max: 7 }),
  cutAt: fc.constantFrom(...instants),
})

/**
 * Asks an engine random questions about random facts, whole and in shards, and compares with the oracle. Stops at the
 * first difference and shrinks it.
 *
 * @category fuzz
 * @since 0.1.0
 */
export const differential = (options: DifferentialOptions): Effect.Effect<DifferentialReport> =>
  Effect.promise(async () => {
    const counts = { questions: 0, refused: 0, unsupported: 0, merged: 0 }
    let searching = true
    const { only = () => true } = options
    const property = fc.asyncProperty(cases, async (all) => {
      const one = { ...all, questions: accompanied(all.questions, all.companions).filter(only) }
      if (one.questions.length === 0) return
      const found = await Effect.runPromise(compareCase(options, one))
      if (found.difference !== null) {
        searching = false
        throw new Error(found.difference)
      }
      if (!searching) return
      counts.questions += one.questions.length
      counts.refused += found.refused
      counts.unsupported += found.unsupported
      counts.merged += found.merged
    })
    const { runs = 300, seed = 1, path } = options
    const details = await fc.check(property, { numRuns: runs, seed, ...(path === undefined ? {} : { path }) })
    const smallest = details.counterexample?.[0]
    const difference =
      smallest === undefined
        ? null
        : [
            `The ${options.name} engine differs from the oracle (seed ${details.seed}, path "${details.counterexamplePath}", shrunk ${details.numShrinks} times)`,
            details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance),
            `facts: ${showSpec(smallest.facts)}`,
          ].join("\n")
    return { runs: details.numRuns, ...counts, difference }
  })

interface Found {
  readonly difference: string | null
  readonly refused: number
  readonly unsupported: number
  readonly merged: number
}

const describe = (asked: Question | ReadonlyArray<Question>, what: string): string =>
  `${what}\nquestion: ${JSON.stringify(asked, null, 1)}`

/** Compares one case: the questions at fault alone, the others together, then each of those in shards. */
const compareCase = (options: DifferentialOptions, one: Case): Effect.Effect<Found> =>
  Effect.gen(function* () {
    const facts = factsOf(one.facts)
    const judge = oracle(facts)
    const good: Array<{ readonly asked: Question; readonly expected: Answer }> = []
    let [refused, unsupported, merged] = [0, 0, 0]
    const found = (difference: string | null): Found => ({ difference, refused, unsupported, merged })
    const mayRefuse = options.unsupported ?? (() => false)
    for (const asked of one.questions) {
      const verdict = judge(asked)
      if ("answer" in verdict) {
        const alone = mayRefuse(asked) ? yield* ask(options, facts, [asked]) : null
        if (alone !== null && Result.isFailure(alone) && alone.failure === UNSUPPORTED) unsupported++
        else good.push({ asked, expected: verdict.answer })
        continue
      }
      refused++
      const tags = verdict.faults.map((fault) => fault._tag)
      const result = yield* ask(options, facts, [asked])
      const got = Result.isSuccess(result) ? "an answer" : result.failure
      if (!tags.some((tag) => tag === got) && !(got === UNSUPPORTED && mayRefuse(asked))) {
        const why = verdict.faults.map((fault) => JSON.stringify(fault)).join(", ")
        return found(describe(asked, `expected ${tags.join(" or ")} (${why}), got ${got}`))
      }
    }
    const whole = yield* ask(
      options,
      facts,
      good.map(({ asked }) => asked),
    )
    if (Result.isFailure(whole)) {
      const all = good.map(({ asked }) => asked)
      return found(describe(all, `expected answers, got ${whole.failure}`))
    }
    for (const [i, { asked, expected }] of good.entries()) {
      const actual = whole.success[i]
      const difference = actual === undefined ? "no answer" : differenceOf(asked, expected, actual)
      if (difference !== null) return found(describe(asked, difference))
      if (options.shards === false) continue
      for (const sharding of [byUnit(facts, asked, one.parts, one.salt), byTime(facts, asked, one.cutAt)]) {
        if (sharding === null) continue
        const apart = yield* compareShards(options, asked, expected, sharding)
        if (apart !== null) return found(describe(asked, apart))
        merged++
      }
    }
    return found(null)
  })

/** The tag of an error that an engine may be allowed. */
const UNSUPPORTED = "QuestionUnsupported"

const compareShards = (options: DifferentialOptions, asked: Question, expected: Answer, { axis, shards }: Sharding) =>
  Effect.gen(function* () {
    const codec = answerCodec(asked, folds)
    let all: Answer | null = null
    for (const shard of shards) {
      const part = yield* ask(options, shard, [asked])
      if (Result.isFailure(part)) return `on a shard: expected an answer, got ${part.failure}`
      // Answers of shards travel as JSON.
      const sent = Schema.encodeUnknownResult(codec)(part.success[0])
      if (Result.isFailure(sent)) return `an answer that is not JSON: ${sent.failure.message}`
      const received = Schema.decodeUnknownResult(codec)(JSON.parse(JSON.stringify(sent.success)))
      if (Result.isFailure(received)) return `JSON that is not an answer: ${received.failure.message}`
      const next: Result.Result<Answer, unknown> = all === null ? received : merge(all, received.success, axis, folds)
      if (Result.isFailure(next)) return `the answers of shards do not merge along ${axis}`
      all = next.success
    }
    if (
      axis === "unit" &&
      all !== null &&
      !mergeAxes(asked, folds).includes("time") &&
      Result.isSuccess(merge(all, all, "time", folds))
    )
      return "answers that do not add up over time merge along it"
    const difference = all === null ? null : differenceOf(asked, expected, all)
    return difference === null ? null : `merged from ${shards.length} shards along ${axis}: ${difference}`
  })

/** Asks; a failure becomes the tag of its reason. */
const ask = (
  { layer }: DifferentialOptions,
  facts: Facts,
  questions: ReadonlyArray<Question>,
): Effect.Effect<Result.Result<ReadonlyArray<Answer>, string>> =>
  Effect.gen(function* () {
    const engine = yield* Engine
    return yield* engine.ask(questions)
  }).pipe(
    Effect.mapError(({ reason }) => (reason._tag === "Defect" ? `Defect: ${reason.problem}` : reason._tag)),
    Effect.provide(layer(facts, customFolds), { local: true }),
    Effect.mapError((error) => (typeof error === "string" ? error : `a layer that fails: ${String(error)}`)),
    Effect.catchDefect((defect) =>
      Effect.fail(`a thrown ${defect instanceof Error ? (defect.stack ?? defect.message) : String(defect)}`),
    ),
    Effect.result,
  )
