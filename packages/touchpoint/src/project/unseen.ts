import { type FactsOutline, kindOf } from "@touchpoint/core/facts"
import type { Question } from "@touchpoint/core/questions"
import * as Effect from "effect/Effect"
import { TouchpointError } from "../TouchpointError.ts"
import type { Config } from "./Config.ts"

/**
 * Rows that a question asks for and that are not there: what it counts of them is nothing. Legitimate where a question is
 * asked of many projects, and a mistake where a source was forgotten.
 *
 * @category analysis
 * @since 0.2.0
 */
export interface AskNote {
  /** Place of the question in the list, from 0. */
  readonly question: number
  /** Kind of facts that has no rows. */
  readonly kind: string
  /** The same in words. */
  readonly text: string
}

/** A column without which no row of a kind counts, and what it is to the question. */
interface Need {
  readonly kind: string
  readonly column: string
  readonly as: string
}

/**
 * Notes of kinds without rows. Fails for a question that no source can give a row: an answer of nothing would look like
 * one of zero.
 */
export const unseenBy = Effect.fnUntraced(function* (
  questions: ReadonlyArray<Question>,
  config: Config,
  { model, rows }: FactsOutline,
) {
  const mapped = mappedOf(config, (name) => kindOf(model, name)?.id ?? name)
  const plural = (kind: string) => kindOf(model, kind)?.plural ?? kind
  const place = (kind: string) =>
    typeof config.engine === "object" && "clickhouse" in config.engine
      ? `engine.clickhouse.tables.${plural(kind)}`
      : `facts.${plural(kind)}`
  const notes: Array<AskNote> = []
  for (const [i, question] of questions.entries()) {
    const kinds = kindsOf(question)
    // A kind or column that does not exist at all is the engine's to refuse: it knows the nearest name.
    if (kinds.some((kind) => kindOf(model, kind) === undefined)) continue
    if (kinds.every((kind) => !mapped.has(kind)))
      return yield* refused(
        i,
        `there are no facts of ${kinds.map(plural).join(", ")}`,
        `Give a source: ${kinds.map(place).join(", ")}`,
      )
    for (const { as, column, kind } of needsOf(question)) {
      const fields = mapped.get(kind)
      if (fields === undefined || fields.has(column) || !Object.hasOwn(kindOf(model, kind)?.fields ?? {}, column))
        continue
      return yield* refused(
        i,
        `${column} of ${plural(kind)} is ${as}, and no source of theirs maps a column to it: none of their rows would count`,
        `Map a column to ${column} in ${place(kind)}, or ask without it`,
      )
    }
    for (const kind of kinds)
      if ((rows.get(kind) ?? 0) === 0)
        notes.push({
          question: i,
          kind,
          text: `questions[${i}] asks for ${plural(kind)}, and there are no facts of them: ${mapped.has(kind) ? "their sources have no rows" : `no source gives any (${place(kind)})`}`,
        })
  }
  return notes
})

const refused = (question: number, problem: string, fix: string): Effect.Effect<never, TouchpointError> =>
  Effect.fail(
    new TouchpointError("question", `questions[${question}] would count nothing: ${problem}`, {
      where: `questions[${question}]`,
      fix,
    }),
  )

const kindsOf = (question: Question): ReadonlyArray<string> =>
  question.shape === "trails" ? question.kinds.map(({ kind }) => kind) : [question.kind]

const needsOf = (question: Question): ReadonlyArray<Need> => {
  if (question.shape === "trails")
    return question.kinds.flatMap(({ kind }) => [
      { kind, column: question.unit, as: "the unit" },
      // Profiles without a date come first in a trail, where it has no span.
      ...(kind === "customer" && question.span === null ? [] : [{ kind, column: "at", as: "the order of the rows" }]),
    ])
  const { clock, edges, kind, span } = question
  return [
    ...(question.shape === "unit-moments" ? [{ kind, column: question.unit, as: "the unit" }] : []),
    ...(span === null && edges === null ? [] : [{ kind, column: clock, as: "the clock" }]),
  ]
}

/** Fields that the sources of each kind give, all of them together; what every row has is no matter of a mapping. */
const mappedOf = (config: Config, idOf: (name: string) => string): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>()
  const add = (name: string, fields: Iterable<string>) => {
    const known = found.get(idOf(name)) ?? new Set(["source", "sequence"])
    for (const field of fields) known.add(field)
    found.set(idOf(name), known)
  }
  if (typeof config.engine === "object" && "clickhouse" in config.engine) {
    // Identities that are read beside the tables resolve customers, and are not among what is asked.
    for (const [name, { map }] of Object.entries(config.engine.clickhouse.tables)) add(name, Object.keys(Object(map)))
    return found
  }
  for (const [name, given] of Object.entries(config.facts ?? {}))
    for (const source of Array.isArray(given) ? given : [given])
      add(name, [...Object.keys(source.map), ...Object.entries(source.with ?? {}).flatMap(constantNames)])
  return found
}

/** Constants may nest: `fulfilled: { at: … }` is `fulfilledAt`. */
const constantNames = ([name, value]: readonly [string, unknown]): ReadonlyArray<string> =>
  typeof value === "object" && value !== null
    ? Object.keys(value).map((part) => `${name}${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    : [name]
