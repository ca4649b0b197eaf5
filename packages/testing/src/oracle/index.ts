import { Engine, EngineError } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import type { Answer, Question } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { answer } from "./answer.ts"
import { type Fault, faultsOf } from "./check.ts"
import { worldOf } from "./Row.ts"

export type { Fault } from "./check.ts"

/** The true answer, or everything that is wrong with the question. @category oracle @since 0.1.0 */
export type Verdict = { readonly answer: Answer } | { readonly faults: ReadonlyArray<Fault> }

/** Judges questions about facts row by row: slow, and plainly right. @category oracle @since 0.1.0 */
export const oracle = (facts: Facts): ((question: Question) => Verdict) => {
  const world = worldOf(facts)
  return (question) => {
    const faults = faultsOf(world, question)
    return faults.length > 0 ? { faults } : { answer: answer(world, question) }
  }
}

/** The oracle as an engine. @category oracle @since 0.1.0 */
export const oracleLayer = (facts: Facts): Layer.Layer<Engine> => {
  const judge = oracle(facts)
  const one = (question: Question): Effect.Effect<Answer, EngineError> => {
    const verdict = judge(question)
    if ("answer" in verdict) return Effect.succeed(verdict.answer)
    const reason = verdict.faults[0] ?? { _tag: "Defect", problem: "no answer" }
    return Effect.fail(new EngineError({ engine: "oracle", reason }))
  }
  return Layer.succeed(Engine, {
    id: "oracle",
    ask: (questions) => Effect.forEach(questions, one),
    watermarks: Effect.succeed(facts.watermarks),
    rows: Effect.succeed(new Map([...facts.tables].map(([kind, table]) => [kind, table.rows]))),
  })
}
