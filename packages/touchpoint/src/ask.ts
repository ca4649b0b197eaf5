import process from "node:process"
import { Engine } from "@touchpoint/core/engine"
import type { SourceReport } from "@touchpoint/core/facts"
import { rejectFix } from "@touchpoint/core/facts"
import { thrownText } from "@touchpoint/core/model"
import { type Answer, Question } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { AnalyzeOptions, RejectRow } from "./analyze.ts"
import type { Config } from "./project/Config.ts"
import { listening, optionsOf } from "./project/given.ts"
import { load } from "./project/load.ts"
import { openGiven } from "./project/openGiven.ts"
import { type AskNote, unseenBy } from "./project/unseen.ts"
import { runPromise } from "./run.ts"
import { TouchpointError } from "./TouchpointError.ts"

/** What {@link ask} watches, stops and brings along. @category analysis @since 0.2.0 */
export type AskOptions = Pick<AnalyzeOptions, "signal" | "onProgress" | "plugins" | "base" | "asOf" | "unmasked">

/** Answers in the order of the questions, and what became of the rows. @category analysis @since 0.2.0 */
export interface Asked<Questions extends ReadonlyArray<Question>> {
  readonly answers: { readonly [K in keyof Questions]: Answer<Questions[K]> }
  /** Kinds of rows that a question asks for and that are not there: of a funnel's step, nobody came so far. */
  readonly notes: ReadonlyArray<AskNote>
  /** Instant up to which each kind of facts is complete. */
  readonly watermarks: Readonly<Record<string, number>>
  readonly sources: ReadonlyArray<SourceReport>
  readonly rejects: ReadonlyArray<RejectRow>
}

/**
 * Reads the sources and asks questions about their facts: what analyses (funnels, paths, attribution …) are made of.
 * Questions asked together share one pass over the rows. Fails as `analyze` does, and for a question that would count
 * nothing: where no source gives any of its kinds, or none of a kind's maps the unit, `at` or the clock it needs.
 *
 * **Gotchas**
 *
 * A kind without rows beside one that has some, such as the last step of a funnel, is no failure: see `notes`.
 *
 * **Example** (How many of three visitors came to the cart)
 *
 * ```ts
 * import { funnelQuestion } from "@touchpoint/core/analyses"
 * import { column, eq, mark } from "@touchpoint/core/questions"
 * import { ask, rows } from "touchpoint"
 *
 * const visits = rows(
 *   [
 *     { id: 1, who: "ann", at: "2026-01-01T10:00:00Z", page: "home" },
 *     { id: 2, who: "ann", at: "2026-01-01T10:05:00Z", page: "cart" },
 *     { id: 3, who: "bob", at: "2026-01-01T11:00:00Z", page: "home" },
 *     { id: 4, who: "cy", at: "2026-01-01T12:00:00Z", page: "home" },
 *   ],
 *   { eventId: "id", customer: "who", at: "at", touchpoint: "page" },
 * )
 * const page = (name: string) => mark(name, { kind: "interaction", when: eq(column("touchpoint"), name) })
 * const { answers } = await ask({ facts: { interactions: visits } }, [funnelQuestion([page("home"), page("cart")])])
 * const state = answers[0].groups[0]?.states.fold
 * console.log(state?.reached.join(" ")) // 3 1
 * ```
 *
 * @category analysis
 * @since 0.2.0
 */
export const ask = async <const Questions extends ReadonlyArray<Question>>(
  config: Config,
  questions: Questions,
  options?: AskOptions,
): Promise<Asked<Questions>> => {
  const { base = process.cwd(), onProgress, plugins = [], signal, unmasked, ...replaced } = optionsOf(options)
  const program = Effect.gen(function* () {
    yield* checkQuestions(questions)
    const { decoded, registry } = yield* openGiven(source, config, replaced, { base, plugins })
    const { engine, facts } = yield* load(decoded, {
      registry,
      base,
      source,
      ...(unmasked === undefined ? {} : { unmasked }),
      ...(onProgress === undefined ? {} : { onProgress: listening(onProgress) }),
    })
    const notes = yield* unseenBy(questions, decoded, facts)
    const answers = yield* Effect.flatMap(Engine, (one) => one.ask(questions)).pipe(
      Effect.provide(engine(registry.folds.values())),
    )
    return {
      answers: answers as unknown as Asked<Questions>["answers"],
      notes,
      watermarks: Object.fromEntries(Array.from(facts.watermarks, ([kind, { at }]) => [kind, at])),
      sources: facts.sources,
      rejects: facts.rejects.map((reject): RejectRow => ({ ...reject, fix: rejectFix[reject.reason] })),
    }
  })
  return runPromise(Effect.scoped(program), signal)
}

/** Name of a configuration that is an argument. */
const source = "ask(…)"

/** A script without types may give anything: what is no question is named before anything is read. */
const checkQuestions = (questions: unknown): Effect.Effect<void, TouchpointError> =>
  Array.isArray(questions)
    ? Effect.forEach(
        questions,
        (question: unknown, i) =>
          isQuestion(question).pipe(
            Effect.mapError(({ message }) => message.replaceAll(/\s*\n\s*/g, " ")),
            Effect.catchDefect((thrown) => Effect.fail(thrownText(thrown))),
            Effect.mapError((problem) => odd(`questions[${i}]`, problem)),
          ),
        { discard: true },
      )
    : Effect.fail(odd("questions", "they are no list"))

const isQuestion = Schema.decodeUnknownEffect(Question)

const odd = (where: string, problem: string): TouchpointError =>
  new TouchpointError("question", `${where} cannot be asked: ${problem}`, {
    where,
    fix: "Give a list of questions, made by tally, unitMoments, trails or the builders of analyses",
  })
