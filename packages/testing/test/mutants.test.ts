import { assert, describe, it } from "@effect/vitest"
import { Engine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import type { Answer, Expr, Question, Trails } from "@touchpoint/core/questions"
import { differential, oracleLayer } from "@touchpoint/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** One thing an engine could do wrong: with the facts, the question or the answer. */
interface Mutant {
  readonly facts?: (facts: Facts) => Facts
  readonly question?: (question: Question) => Question
  readonly answer?: (answer: Answer) => Answer
}

/** Rewrites every expression of a question. */
const everywhere =
  (change: (expr: Expr) => Expr) =>
  (question: Question): Question =>
    JSON.parse(JSON.stringify(question), (_, part: unknown) =>
      typeof part === "object" && part !== null && "op" in part ? change(part as Expr) : part,
    ) as Question

const scoped = (change: (question: Exclude<Question, { shape: "trails" }>) => Question) => (question: Question) =>
  question.shape === "trails" ? question : change(question)

const ofTrails = (change: (question: Trails) => Trails) => (question: Question) =>
  question.shape === "trails" ? change(question) : question

/** Another value for an option of a fold, where the fold has it. */
const option = (name: string, value: Trails["options"][string]) =>
  ofTrails((question) =>
    Object.hasOwn(question.options, name) ? { ...question, options: { ...question.options, [name]: value } } : question,
  )

const mutants: Readonly<Record<string, Mutant>> = {
  "drops the absent group": {
    answer: (answer) => ({ ...answer, groups: answer.groups.filter(({ key }) => !key.includes(null)) }),
  },
  "takes absent as false under not": {
    question: everywhere((expr) =>
      expr.op === "not" ? { op: "not", of: { op: "coalesce", all: [expr.of, { op: "value", value: false }] } } : expr,
    ),
  },
  "lets absent win over true in or": {
    question: everywhere((expr) =>
      expr.op === "or"
        ? {
            op: "eq",
            left: { ...expr, all: [] },
            right: { op: "not", of: { op: "and", all: expr.all.map((of) => ({ op: "not", of })) } },
          }
        : expr,
    ),
  },
  "closes spans at their end": {
    question: (question) =>
      question.shape === "trails" || question.span === null || question.span.to === null
        ? question
        : { ...question, span: { ...question.span, to: question.span.to + 1 } },
  },
  "picks the first for the latest": {
    question: scoped((question) =>
      question.pick.take === "latest" ? { ...question, pick: { ...question.pick, take: "first" } } : question,
    ),
  },
  "forgets weights": {
    facts: (facts) => ({
      ...facts,
      tables: new Map(
        [...facts.tables].map(([id, table]) => [
          id,
          { ...table, columns: new Map([...table.columns].filter(([name]) => name !== "weight")) },
        ]),
      ),
    }),
  },
  "takes every for any": {
    question: everywhere((expr) => (expr.op === "link" && expr.reduce === "any" ? { ...expr, reduce: "every" } : expr)),
  },
  "applies among before nothing": { question: scoped((question) => ({ ...question, among: null })) },
  "forgets to collapse": { question: option("collapse", false) },
  "gives steps all the time in the world": { question: option("within", null) },
  "takes those still under way for done": { question: option("asOf", null) },
  "takes the first attempt for all": { question: option("attempt", "first") },
  "counts a package once for each of its rows": { question: option("packages", "each") },
  "lets every row open": {
    question: ofTrails((question) => ({ ...question, open: { ...question.open, where: null } })),
  },
  "sees rows of trails that are filtered away": {
    question: ofTrails((question) => ({
      ...question,
      kinds: question.kinds.map((kind) => ({ ...kind, where: null })),
    })),
  },
  "gives marks to every row of their kind": {
    question: ofTrails((question) => ({
      ...question,
      marks: question.marks.map((mark) => ({ ...mark, any: mark.any.map(({ kind }) => ({ kind, when: null })) })),
    })),
  },
  "shuffles groups": { answer: (answer) => ({ ...answer, groups: answer.groups.toReversed() }) },
  "loses a row in a count": {
    answer: (answer) =>
      JSON.parse(JSON.stringify(answer), (key, part: unknown) => (key === "n" && part === 3 ? 2 : part)) as Answer,
  },
}

const mutated =
  ({ facts: change, question = (one) => one, answer = (one) => one }: Mutant) =>
  (facts: Facts) =>
    Layer.effect(
      Engine,
      Effect.gen(function* () {
        const engine = yield* Engine
        const ask = (questions: ReadonlyArray<Question>) =>
          Effect.map(engine.ask(questions.map(question)), (answers) =>
            answers.map((one, i) => answer({ ...one, question: questions[i] ?? one.question })),
          )
        return Engine.of({ ...engine, ask })
      }),
    ).pipe(Layer.provide(oracleLayer(change === undefined ? facts : change(facts))))

describe("a broken engine is caught, and the case is small", () => {
  for (const [name, mutant] of Object.entries(mutants))
    it.live(
      `that ${name}`,
      () =>
        Effect.gen(function* () {
          const { difference, runs } = yield* differential({ name, layer: mutated(mutant) })
          assert.isNotNull(difference, `not caught in ${runs} runs`)
          assert.match(difference, /seed 1, path "[\d:]+"/)
          // After shrinking few rows are left.
          assert.isAtMost(difference.split('"source":').length - 1, 6, difference)
        }),
      120_000,
    )
})

describe("differential", () => {
  it.live(
    "is the same for the same seed, and replays",
    () =>
      Effect.gen(function* () {
        const broken = mutated(mutants["picks the first for the latest"] ?? {})
        const first = yield* differential({ name: "broken", layer: broken })
        const again = yield* differential({ name: "broken", layer: broken })
        assert.isNotNull(first.difference)
        assert.strictEqual(again.difference, first.difference)
        const path = /path "([\d:]+)"/.exec(first.difference ?? "")?.[1] ?? ""
        const replayed = yield* differential({ name: "broken", layer: broken, path, runs: 1 })
        assert.strictEqual(replayed.difference?.split("\n")[1], first.difference?.split("\n")[1])
      }),
    120_000,
  )

  it.live(
    "asks questions that have answers, merges them, and asks some that have none",
    () =>
      Effect.gen(function* () {
        const report = yield* differential({ name: "oracle", layer: oracleLayer, runs: 100, seed: 2 })
        assert.isNull(report.difference)
        assert.isAbove(report.questions, 200)
        assert.isAbove(report.refused, 10)
        assert.isAbove(report.merged, 150)
      }),
    120_000,
  )
})
