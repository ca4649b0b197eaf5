import * as Schema from "effect/Schema"
import { dimension } from "../../questions/Dimension.ts"
import { and, bucket, column, not, or, shard } from "../../questions/Expr.ts"
import { durationDefaults, type Durations, durations } from "../../questions/folds/durations/index.ts"
import { trails } from "../../questions/Trails.ts"
import { asked, byMachine, event, eventMark, waitClocks, waitHorizon, waitParams, waitProblem } from "../enquiries.ts"
import * as Metric from "../Metric.ts"
import {
  countOf,
  quantileDifference,
  quantileEstimate,
  shardEdges,
  shardsOf,
  type Waits,
  withinDifference,
  withinEstimate,
} from "../waits.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  /** The first reply of each enquiry, or every reply that was waited for. */
  responses: Metric.withDefault(Schema.Literals(["first", "every"]), "first"),
  /** Whose replies end a wait. */
  who: Metric.withDefault(Schema.Literals(["human", "anyone"]), "human"),
  ...waitParams,
}).check(Schema.makeFilter((decided) => waitProblem(decided) ?? true))

type Params = typeof params.Type

/**
 * How long customers wait for an answer: the time in which half of them (or a share `q`) have one, or the share that has
 * it within a target. A wait begins with the customer's first message not yet answered; what is still open counts as long
 * as it has waited.
 *
 * **Gotchas**
 *
 * A bot's answer ends no wait for a person, a hand-off by it begins one, and a reopened enquiry begins anew. The time of
 * answered enquiries alone is always better than this one: who leaves the hard ones open looks fast.
 *
 * @category metrics
 * @since 0.2.0
 */
export const responseTime = Metric.make({
  id: "response-time",
  docs: {
    title: { en: "Response time", ru: "Время ответа", pl: "Czas odpowiedzi" },
    description: {
      en: "How long customers wait for an answer, or the share answered within a target.",
      ru: "Сколько клиенты ждут ответа или какая доля получает его в срок.",
      pl: "Jak długo klienci czekają na odpowiedź albo jaki odsetek dostaje ją w terminie.",
    },
    source:
      "waits by Kaplan–Meier 1958 with open ones censored, interval by inverting the log-log band (Brookmeyer & Crowley 1982), by ranks where none is open (Conover 1999); share: Wilson 1927",
    notWhen: {
      en: "messages or replies of some channels are not recorded: an unseen reply looks like a wait without end",
      ru: "сообщения или ответы части каналов не записаны: невидимый ответ выглядит бесконечным ожиданием",
      pl: "wiadomości lub odpowiedzi części kanałów nie są zapisywane: niewidoczna odpowiedź wygląda jak czekanie bez końca",
    },
  },
  title: titleOf,
  better: "lower",
  betterWith: ({ form }) => (form === "within" ? "higher" : "lower"),
  params,
  horizon: waitHorizon,
  passport: (decided) => ({
    unit: { kind: decided.form === "within" ? "proportion" : "duration" },
    unitOfN: decided.responses === "first" ? "enquiry" : "wait",
    ...textsOf(decided),
    kind: "enquiry-event",
    clock: "at",
  }),
  questions: (decided, context) => {
    const { restart, start } = asked(decided.who)
    const { marks, options } = waitClocks(decided, context)
    const answer = and(event("out"), ...(decided.who === "human" ? [not(byMachine)] : []))
    const waits = trails(
      durations,
      {
        ...durationDefaults,
        ...options,
        start: "asked",
        stop: "answered",
        restart: "again",
        drop: "closed",
        pause: "paused",
        resume: "resumed",
        count: decided.responses === "first" ? "first-stopped" : "every",
      },
      {
        kinds: ["enquiry-event"],
        unit: "enquiry",
        marks: [
          eventMark("asked", start),
          eventMark("answered", answer),
          eventMark("again", restart),
          eventMark("closed", event("close")),
          eventMark("paused", event("pause")),
          // Whatever the customer writes, nobody waits for him any longer.
          eventMark("resumed", event("resume"), event("in"), event("reopen")),
          ...marks,
        ],
        open: { where: or(start, restart) },
      },
    )
    return {
      waits,
      // Waits of one enquiry are alike; first ones are each of another.
      shards: Metric.apart(
        waits,
        decided.responses === "every" ? [dimension("shard", bucket(shard(column("enquiry")), shardEdges))] : [],
      ),
    }
  },
  estimate: (states, decided, level) =>
    decided.form === "within"
      ? withinEstimate(waitsOf(states, decided), level)
      : quantileEstimate(waitsOf(states, decided), decided.q, level),
  compare: (first, second, decided, level) => {
    const [a, b] = [waitsOf(first, decided), waitsOf(second, decided)]
    return decided.form === "within" ? withinDifference(a, b, level) : quantileDifference(a, b, decided.q, level)
  },
})

interface States {
  readonly waits: { readonly fold: Durations }
  readonly shards: Parameters<typeof shardsOf>[0]
}

const waitsOf = ({ shards, waits }: States, { responses }: Params): Waits => {
  const whole = waits.fold
  return responses === "every"
    ? { whole, shards: shardsOf(shards), alike: whole.timed < countOf(whole) }
    : { whole, shards: [], alike: false }
}
