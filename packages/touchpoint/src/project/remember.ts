import { Engine } from "@touchpoint/core/engine"
import { type Answer, type Question, questionKey } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"

/**
 * An engine that remembers what it answered: metrics of the report, its pictures and the needs of rules ask much alike,
 * and facts do not change within a run.
 */
const remembering = (engine: Engine["Service"]): Engine["Service"] => {
  const answers = new Map<string, Answer>()
  const ask = Effect.fnUntraced(function* (questions: ReadonlyArray<Question>) {
    const keys = questions.map(questionKey)
    const open = new Map(questions.flatMap((question, i) => pair(keys[i], question, answers)))
    if (open.size > 0) {
      const found = yield* engine.ask([...open.values()])
      for (const [i, key] of [...open.keys()].entries()) {
        const answer = found[i]
        if (answer !== undefined) answers.set(key, answer)
      }
    }
    return keys.flatMap((key) => answers.get(key) ?? [])
  })
  return { ...engine, ask }
}

const pair = (key: string | undefined, question: Question, known: ReadonlyMap<string, Answer>) =>
  key === undefined || known.has(key) ? [] : [[key, question] as const]

/** Lets what follows ask a remembering engine. */
export const withMemory = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Engine> =>
  Effect.flatMap(Engine, (engine) => Effect.provideService(effect, Engine, remembering(engine)))
