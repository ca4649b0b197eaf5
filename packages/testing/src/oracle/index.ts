import { Engine, EngineError, questionsProblem } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import { type Answer, type Question, withFolds } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { customFolds } from "../fuzz/census.ts"
import { answer } from "./answer.ts"
import { type Fault, faultsOf } from "../faults.ts"
import { worldOf } from "./Row.ts"

export type { Fault } from "../faults.ts"

/** The true answer, or everything that is wrong with the question. @category oracle @since 0.1.0 */
export type Verdict = { readonly answer: Answer } | { readonly faults: readonly [Fault, ...ReadonlyArray<Fault>] }

/** Judges questions about facts row by row: slow, and plainly right. @category oracle @since 0.1.0 */
export const oracle = (facts: Facts): ((question: Question) => Verdict) => {
  const world = worldOf(facts)
  return (question) => {
    const [first, ...others] = faultsOf(world, question)
    return first === undefined ? { answer: answer(world, question) } : { faults: [first, ...others] }
  }
}

/** The oracle as an engine. @category oracle @since 0.1.0 */
export const oracleLayer = (facts: Facts): Layer.Layer<Engine> => {
  const judge = oracle(facts)
  const one = (question: Question): Effect.Effect<Answer, EngineError> => {
    const verdict = judge(question)
    if ("answer" in verdict) return Effect.succeed(verdict.answer)
    return Effect.fail(new EngineError({ engine: "oracle", reason: verdict.faults[0] }))
  }
  return Layer.succeed(Engine, {
    id: "oracle",
    folds: withFolds(customFolds),
    ask: (questions) => {
      const reason = questionsProblem(questions)
      return reason === null
        ? Effect.forEach(questions, one)
        : Effect.fail(new EngineError({ engine: "oracle", reason }))
    },
    watermarks: Effect.succeed(facts.watermarks),
    rows: Effect.succeed(new Map([...facts.tables].map(([kind, table]) => [kind, table.rows]))),
  })
}
