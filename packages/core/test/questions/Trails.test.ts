import { attributionQuestions, cohortsQuestion, funnelQuestion } from "@touchpoint/core/analyses"
import { QuestionInvalid as OfEngines } from "@touchpoint/core/engine"
import { mark, openFold, pathDefaults, paths, QuestionInvalid, trails } from "@touchpoint/core/questions"
import * as Result from "effect/Result"
import { assert, describe, it } from "vitest"

const seen = mark("seen", { kind: "interaction" })
const refusal = (make: () => unknown): QuestionInvalid => {
  try {
    make()
  } catch (thrown) {
    if (thrown instanceof QuestionInvalid) return thrown
    throw thrown
  }
  return assert.fail("nothing was thrown")
}

describe("options that do not fit a fold", () => {
  const { transform: _, ...incomplete } = pathDefaults
  const wrong: ReadonlyArray<readonly [make: () => unknown, fold: string, problem: RegExp]> = [
    [
      () => funnelQuestion([seen], { exclude: [{ mark: seen as never, after: 1, before: 2 }] }),
      "funnel",
      /: exclude\.0\.mark: Expected string$/,
    ],
    [
      () => funnelQuestion([seen], { exclude: [{ mark: "seen", after: 0, before: 2 }] }),
      "funnel",
      /: exclude\.0\.after: Expected a value between 1 and 30$/,
    ],
    [() => funnelQuestion([seen], { within: -1 }), "funnel", /: within: Expected a value greater than or equal to 0$/],
    [() => funnelQuestion([seen], { asOf: "2026" as never }), "funnel", /: asOf: Expected number \| null$/],
    [() => funnelQuestion([seen], { within: -1, tolerance: -1 }), "funnel", /: tolerance: [^;]+; within: [^;]+$/],
    [() => trails(paths, incomplete as never, { kinds: ["interaction"] }), "paths", /: transform: Missing key$/],
    [
      () => cohortsQuestion({ entry: seen, back: seen, edges: [0, 1], count: -3, asOf: null }),
      "retention",
      /: count: Expected a value between 1 and 10000$/,
    ],
    [
      () => attributionQuestions({ conversion: seen, touches: ["interaction"], rules: [{ rule: "best" } as never] }),
      "credit",
      /: rules\.0\.rule: Expected "first" \| "last"/,
    ],
    [() => trails(paths, null as never, { kinds: ["interaction"] }), "paths", /: Expected object$/],
  ]

  it("are named in one line where the question is made, with their fold", () => {
    for (const [make, fold, problem] of wrong) {
      const error = refusal(make)
      assert.strictEqual(error._tag, "QuestionInvalid")
      assert.match(
        error.message,
        new RegExp(`^The question cannot be answered: the options of fold ${fold} do not fit: `),
      )
      assert.match(error.message, problem)
      assert.notInclude(error.message, "\n")
      assert.deepStrictEqual(
        Object.keys(error).filter((key) => key === "issue"),
        [],
      )
    }
  })

  it("are named alike where a question comes from elsewhere", () => {
    const question = { ...trails(paths, pathDefaults, { kinds: ["interaction"] }), options: { ...incomplete } }
    const opened = openFold(question)
    assert.strictEqual(
      Result.isFailure(opened) ? opened.failure : "",
      "the options of fold paths do not fit: transform: Missing key",
    )
  })

  it("are the same error that engines refuse questions with", () => {
    assert.strictEqual(OfEngines, QuestionInvalid)
  })
})
