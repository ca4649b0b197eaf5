import * as Schema from "effect/Schema"
import type { Count } from "../../moments/Count.ts"
import type { CrossProducts } from "../../moments/CrossProducts.ts"
import type { Histogram } from "../../moments/Histogram.ts"
import type { Proportion } from "../../moments/Proportion.ts"
import {
  and,
  coalesce,
  column,
  eq,
  type Expr,
  link,
  mul,
  not,
  oneOf,
  or,
  present,
  value,
} from "../../questions/Expr.ts"
import { tally, unitMoments } from "../../questions/Question.ts"
import { wilson } from "../../stats/index.ts"
import { caveat } from "../Caveat.ts"
import { shareDifference } from "../difference.ts"
import { effectiveRows, type Weights } from "../effectiveSize.ts"
import * as Metric from "../Metric.ts"

/** Below this share those who answered may be a special lot; policy, not theory. */
const LOW = 0.1

const status = column("status")
/** A word that says so, or an answer where no word says otherwise. */
const answered = or(
  eq(status, "answered"),
  and(not(present(status)), or(present(column("score")), present(column("choice")))),
)
const partial = eq(status, "partial")

/**
 * Share of those asked who answered. `base: "asked"` counts rows of feedback, of which those without an answer must be
 * recorded too; `contacts` counts surveys delivered, and as answered those that an answer refers to by `contactId`.
 * Surveys broken off half-way are no answers; they are told apart.
 *
 * **Gotchas**
 *
 * Most exports hold answers only. Where nobody is recorded as asked without an answer the value is `null`
 * (`only-answers`), not 100 %. A few empty cells are not people who were asked in vain either: where no row
 * states a status, nothing says who was asked, and the value is `null` too. `unanswered: "empty"` vouches that
 * everybody asked has a row: then every share is said, and 100 % where all of them answered.
 *
 * @category metrics
 * @since 0.2.0
 */
export const responseRate = Metric.make({
  id: "response-rate",
  docs: {
    title: { en: "Response rate", ru: "Доля ответивших", pl: "Odsetek odpowiedzi" },
    description: {
      en: "Answers among those asked, or among surveys delivered.",
      ru: "Доля ответов среди заданных вопросов или среди доставленных опросов.",
      pl: "Odpowiedzi wśród zadanych pytań lub wśród dostarczonych ankiet.",
    },
    source: "AAPOR Standard Definitions (2016), RR1: complete answers over all asked; interval: Wilson 1927",
    notWhen: {
      en: "only answers were recorded: those who were asked in vain would be missing",
      ru: "записаны только ответы: не хватало бы тех, кого спросили напрасно",
      pl: "zapisano tylko odpowiedzi: zabrakłoby tych, których zapytano na próżno",
    },
  },
  better: "higher",
  params: Schema.Struct({
    /** Which feedback counts; `null` for any. */
    instrument: Metric.withDefault(Schema.NullOr(Schema.String), null),
    base: Metric.withDefault(Schema.Literals(["asked", "contacts"]), "asked"),
    /** Who was asked in vain: rows tell by their status, or whoever has no answer, where everybody asked has a row. */
    unanswered: Metric.withDefault(Schema.Literals(["stated", "empty"]), "stated"),
    weights: Metric.withDefault(Schema.Literals(["use", "ignore"]), "use"),
  }).check(
    Schema.makeFilter(
      ({ base, unanswered }) =>
        base === "asked" ||
        unanswered === "stated" ||
        "unanswered: of surveys delivered the contacts tell; leave it out",
    ),
  ),
  passport: ({ base, instrument }) => {
    const of = instrument === null ? "" : ` (${instrument})`
    const texts = {
      asked: {
        unitOfN: "row",
        kind: "feedback",
        numerator: { en: `answers${of}`, ru: `ответы${of}`, pl: `odpowiedzi${of}` },
        denominator: {
          en: `times a customer was asked${of}, answered or not`,
          ru: `сколько раз клиентов спросили${of}, с ответом или без`,
          pl: `ile razy klientów zapytano${of}, z odpowiedzią lub bez`,
        },
      },
      contacts: {
        unitOfN: "contact",
        kind: "contact",
        numerator: {
          en: `surveys delivered and answered${of}`,
          ru: `доставленные опросы, на которые ответили${of}`,
          pl: `dostarczone ankiety, na które odpowiedziano${of}`,
        },
        denominator: {
          en: "contacts of the class survey that reached the customer",
          ru: "контакты класса survey, дошедшие до клиента",
          pl: "kontakty klasy survey, które dotarły do klienta",
        },
      },
    }[base]
    return { unit: { kind: "proportion" }, ...texts, clock: "at" }
  },
  questions: ({ base, instrument, weights }) => {
    const own = instrument === null ? value(true) : eq(column("instrument"), instrument)
    const linked = (of: Expr) => coalesce(link("feedback", and(own, of), "any"), value(false))
    const [kind, asked, isAnswered, isPartial] =
      base === "asked"
        ? (["feedback", own, coalesce(answered, value(false)), coalesce(partial, value(false))] as const)
        : ([
            "contact",
            and(eq(column("class"), "survey"), delivered),
            linked(answered),
            and(linked(partial), not(linked(answered))),
          ] as const)
    const weight = weights === "use" ? column("weight") : value(1)
    const worth = mul(isAnswered, 1)
    return {
      rows: tally(
        kind,
        {
          answered: { stat: "proportion", of: isAnswered },
          partial: { stat: "count", where: isPartial },
          stated: { stat: "count", where: present(status) },
          loose: { stat: "histogram", of: worth, where: not(present(column("customer"))) },
        },
        { where: asked },
      ),
      customers: unitMoments(
        kind,
        "customer",
        {
          worth: { agg: "sum", of: mul(worth, weight) },
          weights: { agg: "sum", of: weight },
          rows: { agg: "count" },
        },
        { sums: { stat: "products", of: [column("worth"), column("weights"), column("rows")] } },
        { where: asked },
      ),
    }
  },
  estimate: (states, { weights, ...asked }, level) => {
    const { caveats, n, size, x } = sharesOf(states, weights)
    const { partial: broken } = states.rows
    const all = states.rows.answered.n
    const onlyAnswers = all > 0 && !saysWho(states, asked)
    const notes = [
      ...caveats,
      ...(broken.n > 0 ? [caveat("partial-answers", { n: broken.n })] : []),
      ...(onlyAnswers ? [caveat("only-answers")] : []),
      ...(n > 0 && x / n < LOW ? [caveat("low-response", { minimum: LOW })] : []),
    ]
    const common = { n: all, nEffective: n === 0 ? null : size, numerator: x, denominator: n, caveats: notes }
    return n === 0 || onlyAnswers
      ? { ...common, value: null, interval: null }
      : { ...common, value: x / n, interval: wilson((x / n) * size, size, level) }
  },
  compare: (first, second, { weights, ...asked }, level) => {
    const [a, b] = [sharesOf(first, weights), sharesOf(second, weights)]
    return a.n > 0 && b.n > 0 && saysWho(first, asked) && saysWho(second, asked)
      ? shareDifference({ x: (a.x / a.n) * a.size, n: a.size }, { x: (b.x / b.n) * b.size, n: b.size }, level)
      : null
  },
})

/** Reached the customer, as far as is known: what was sent counts, what bounced or failed does not. */
const delivered = not(coalesce(oneOf(status, ["bounced", "failed"]), value(false)))

interface ResponseStates {
  readonly rows: { readonly answered: Proportion; readonly stated: Count; readonly loose: Histogram }
  readonly customers: { readonly sums: CrossProducts }
}

/**
 * Whether the rows say who was asked: surveys delivered do, and so does a source that is vouched for, also of a group in
 * which everybody answered. Feedback does where it states what became of it, and knows somebody who was asked in vain.
 */
const saysWho = (
  { rows: { answered: share, stated } }: ResponseStates,
  { base, unanswered }: { readonly base: "asked" | "contacts"; readonly unanswered: "stated" | "empty" },
): boolean => base === "contacts" || unanswered === "empty" || (stated.n > 0 && share.x < share.n)

const sharesOf = ({ customers: { sums }, rows: { answered: share, loose } }: ResponseStates, weights: Weights) => {
  const x = weights === "use" ? share.wx : share.x
  const n = weights === "use" ? share.w : share.n
  const p = n === 0 ? 0 : x / n
  return { x, n, ...effectiveRows(share, weights, p * (1 - p), { sums, loose, worth: (answer) => answer }) }
}
