import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import type { Facts } from "@touchpoint/core/facts"
import type { Group, GroupStates, Question } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"

/** The groups of a question's answer, over facts in memory. */
export const groupsOf = <Q extends Question>(facts: Facts, question: Q) =>
  Effect.gen(function* () {
    const engine = yield* Engine
    const [answer] = yield* engine.ask([question])
    return (answer?.groups ?? []) as unknown as ReadonlyArray<Group<GroupStates<Q>>>
  }).pipe(Effect.provide(MemoryEngine.layer(facts)))
