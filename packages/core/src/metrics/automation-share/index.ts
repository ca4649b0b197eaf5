import * as Schema from "effect/Schema"
import type { CrossProducts } from "../../moments/CrossProducts.ts"
import type { Proportion } from "../../moments/Proportion.ts"
import { and, column, gt, not } from "../../questions/Expr.ts"
import type { Durations } from "../../questions/folds/durations/index.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { wilson } from "../../stats/index.ts"
import { shareDifference } from "../difference.ts"
import { effectiveRows } from "../effectiveSize.ts"
import { byHuman, byMachine, event } from "../enquiries.ts"
import * as Metric from "../Metric.ts"
import { handledOf, handling } from "../handled.ts"
import { textsOf, titleOf } from "./texts.ts"

const params = Schema.Struct({
  /** Enquiries that were closed without any person, or replies that no person wrote. */
  of: Metric.withDefault(Schema.Literals(["enquiries", "replies"]), "enquiries"),
})

type Params = typeof params.Type

/**
 * Share of enquiries that were handled without a person, among those handled: closed, and neither answered nor closed by
 * one, or reopened since. Or the share of replies that a machine wrote.
 *
 * **Gotchas**
 *
 * An enquiry that waits for its first person is neither: it is left out until it is closed or somebody answers. That it
 * was automated does not say that it was solved; ask for [csat](../csat/README.md) beside it.
 *
 * @category metrics
 * @since 0.2.0
 */
export const automationShare = Metric.make({
  id: "automation-share",
  docs: {
    title: { en: "Automation share", ru: "Доля автоматизации", pl: "Udział automatyzacji" },
    description: {
      en: "Share of enquiries handled, or of replies written, without a person.",
      ru: "Доля обращений, обработанных без участия человека, или ответов, написанных не человеком.",
      pl: "Odsetek zgłoszeń obsłużonych albo odpowiedzi napisanych bez udziału człowieka.",
    },
    source:
      "enquiries closed without a person over enquiries handled; replies by bots over replies; interval: Wilson 1927",
    notWhen: {
      en: "the source does not say who acted: whoever is not named is taken for a person",
      ru: "источник не сообщает, кто действовал: кто не назван, считается человеком",
      pl: "źródło nie mówi, kto działał: kto nie jest nazwany, uchodzi za człowieka",
    },
  },
  title: titleOf,
  better: "neutral",
  params,
  passport: (decided) => ({
    unit: { kind: "proportion" },
    unitOfN: decided.of === "enquiries" ? "enquiry" : "reply",
    ...textsOf(decided),
    kind: "enquiry-event",
    clock: "at",
  }),
  questions: () => ({
    handled: handling({
      begun: event("in"),
      // What the customer writes is no person's part, whoever the source says he is.
      person: [and(event("out"), not(byMachine)), and(byHuman, not(event("in")))],
    }),
    replies: tally("enquiry-event", { machine: { stat: "proportion", of: byMachine } }, { where: event("out") }),
    byEnquiry: unitMoments(
      "enquiry-event",
      "enquiry",
      {
        machine: { agg: "count", where: and(event("out"), byMachine) },
        replies: { agg: "count", where: event("out") },
      },
      {
        sums: {
          stat: "products",
          of: [column("machine"), column("replies"), column("replies")],
          where: gt(column("replies"), 0),
        },
      },
    ),
  }),
  estimate: (states, decided, level) => {
    const { caveats, n, size, x } = sharesOf(states, decided)
    return {
      value: n === 0 ? null : x / n,
      interval: wilson((x / n) * size, size, level),
      n,
      nEffective: n === 0 ? null : size,
      numerator: x,
      denominator: n,
      caveats,
    }
  },
  compare: (first, second, decided, level) => {
    const [a, b] = [sharesOf(first, decided), sharesOf(second, decided)]
    return shareDifference({ x: (a.x / a.n) * a.size, n: a.size }, { x: (b.x / b.n) * b.size, n: b.size }, level)
  },
})

interface States {
  readonly handled: { readonly fold: Durations }
  readonly replies: { readonly machine: Proportion }
  readonly byEnquiry: { readonly sums: CrossProducts }
}

const sharesOf = ({ byEnquiry, handled, replies: { machine } }: States, { of }: Params) => {
  if (of === "enquiries") return handledOf(handled.fold)
  const { n, x } = machine
  const share = x / n
  // Replies to one enquiry are written alike.
  const clusters = { sums: byEnquiry.sums, loose: { levels: [] }, worth: (one: number) => one }
  return { x, n, ...effectiveRows(machine, "ignore", share * (1 - share), clusters) }
}
