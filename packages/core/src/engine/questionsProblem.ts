import { deepPath } from "../model/depth.ts"
import type { Question } from "../questions/Question.ts"
import { QuestionInvalid } from "./Engine.ts"
import { NESTING } from "./Limits.ts"

/**
 * What no engine answers, whatever its facts: expressions without end, and numbers that are not finite, which have no
 * JSON and would make different questions equal. `null` where nothing is wrong.
 *
 * @category engine
 * @since 0.2.0
 */
export const questionsProblem = (questions: ReadonlyArray<Question>): QuestionInvalid | null => {
  if (deepPath(questions, NESTING, isExpr) !== null)
    return new QuestionInvalid({ problem: `an expression nests more than ${NESTING} levels` })
  const endless = firstEndless(questions)
  return endless === null
    ? null
    : new QuestionInvalid({
        problem: `${endless} is no number to ask with; leave an open end out (null), or write a number beyond all values`,
      })
}

const isExpr = (node: object) => "op" in node

/** A number in plain data that is not finite. */
const firstEndless = (data: unknown): number | null => {
  const seen = new Set<object>()
  const left = [data]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one === "number" && !Number.isFinite(one)) return one
    if (typeof one !== "object" || one === null || seen.has(one)) continue
    seen.add(one)
    for (const inner of Object.values(one)) left.push(inner)
  }
  return null
}
