import * as Schema from "effect/Schema"
import { standardKinds } from "../facts/kinds/index.ts"
import type { Locale } from "../model/Identifier.ts"
import {
  and,
  coalesce,
  column,
  eq,
  type Expr,
  inventory,
  InventoryAttribute,
  not,
  oneOf,
  or,
  value,
} from "../questions/Expr.ts"
import { type Mark, mark, type TrailKind } from "../questions/Trails.ts"

type Texts = Readonly<Record<Locale, string>>

const Scalar = Schema.Union([Schema.String, Schema.Finite, Schema.Boolean])

/** Kinds of facts that have a customer and a moment. @category metrics @since 0.2.0 */
export const StepKind = Schema.Literals([
  "interaction",
  "contact",
  "feedback",
  "order",
  "order-line",
  "refund",
  "promise",
  "enquiry-event",
  "referral",
  "exposure",
  "subscription",
])
/** @see {@link StepKind} @category metrics @since 0.2.0 */
export type StepKind = typeof StepKind.Type

/**
 * Something a customer does or meets: the id of a touchpoint (an interaction with it), or a fact of a kind whose columns
 * are as said. A column may have one of several values; `stage`, `mode` and other attributes of the touchpoint's entry in
 * the inventory are columns too, where the fact has none of that name.
 *
 * @category metrics
 * @since 0.2.0
 */
export const Step = Schema.Union([
  Schema.NonEmptyString,
  Schema.Struct({
    kind: StepKind,
    is: Schema.optionalKey(
      Schema.Record(Schema.String, Schema.Union([Scalar, Schema.Array(Schema.Union([Schema.String, Schema.Finite]))])),
    ),
  }),
])
/** @see {@link Step} @category metrics @since 0.2.0 */
export type Step = typeof Step.Type

/** The kind of facts a step is one of. @category metrics @since 0.2.0 */
export const kindOfStep = (step: Step): StepKind => (typeof step === "string" ? "interaction" : step.kind)

/** What the columns of a step have to be. @category metrics @since 0.2.0 */
export const conditionsOfStep = (step: Step): Readonly<Record<string, unknown>> =>
  typeof step === "string" ? { touchpoint: step } : (step.is ?? {})

/** Which rows of its kind are the step; `null` where all are. @category metrics @since 0.2.0 */
export const conditionOf = (step: Step): Expr | null => {
  if (typeof step === "string") return eq(column("touchpoint"), step)
  const fields: Readonly<Record<string, unknown>> = standardKinds[step.kind].fields
  const all = Object.entries(step.is ?? {}).map(([name, wanted]): Expr => {
    const attribute = InventoryAttribute.literals.find((one) => one === name)
    const of = attribute === undefined || Object.hasOwn(fields, name) ? column(name) : inventory(attribute)
    return typeof wanted === "object" ? oneOf(of, wanted) : eq(of, wanted)
  })
  return all.length === 0 ? null : and(...all)
}

const kindNames: Readonly<Record<StepKind, Texts>> = {
  interaction: { en: "interaction", ru: "взаимодействие", pl: "interakcja" },
  contact: { en: "contact", ru: "контакт", pl: "kontakt" },
  feedback: { en: "feedback", ru: "отзыв", pl: "opinia" },
  order: { en: "order", ru: "заказ", pl: "zamówienie" },
  "order-line": { en: "order line", ru: "позиция заказа", pl: "pozycja zamówienia" },
  refund: { en: "refund", ru: "возврат денег", pl: "zwrot pieniędzy" },
  promise: { en: "promise", ru: "обещание", pl: "obietnica" },
  "enquiry-event": { en: "event of an enquiry", ru: "событие обращения", pl: "zdarzenie zgłoszenia" },
  referral: { en: "invitation", ru: "приглашение", pl: "zaproszenie" },
  exposure: { en: "exposure", ru: "показ варианта", pl: "ekspozycja" },
  subscription: { en: "subscription", ru: "подписка", pl: "subskrypcja" },
}

/** A fact of one touchpoint, said as people do. Names stay in the nominative: in quotes where a language would decline them. */
const ofTouchpoint: Partial<Readonly<Record<StepKind, (id: string) => Texts>>> = {
  contact: (id) => ({ en: `contact by ${id}`, ru: `контакт «${id}»`, pl: `kontakt „${id}”` }),
  feedback: (id) => ({ en: `feedback on ${id}`, ru: `отзыв о «${id}»`, pl: `opinia: „${id}”` }),
  order: (id) => ({ en: `order through ${id}`, ru: `заказ через «${id}»`, pl: `zamówienie przez „${id}”` }),
}

/**
 * A step in words: `cart` (an id is the same in every language), `order`, `order (status = paid)`, `contact by sms`.
 *
 * @category metrics
 * @since 0.2.0
 */
export const stepTexts = (step: Step): Texts => {
  if (typeof step === "string") return { en: step, ru: step, pl: step }
  const { touchpoint } = step.is ?? {}
  const spoken = typeof touchpoint === "string" ? ofTouchpoint[step.kind]?.(touchpoint) : undefined
  const all = Object.entries(step.is ?? {})
    .filter(([name]) => spoken === undefined || name !== "touchpoint")
    .map(([name, wanted]) => `${name} = ${typeof wanted === "object" ? wanted.join(" / ") : String(wanted)}`)
  const { en, pl, ru } = spoken ?? kindNames[step.kind]
  const which = all.length === 0 ? "" : ` (${all.join(", ")})`
  return { en: `${en}${which}`, ru: `${ru}${which}`, pl: `${pl}${which}` }
}

/** Rows in which something happened: no robots, nothing that never arrived. @category metrics @since 0.2.0 */
export const happened = (kind: StepKind): Expr | null => {
  const isNot = (name: string, values: ReadonlyArray<string>) =>
    not(coalesce(oneOf(column(name), values), value(false)))
  if (kind === "interaction") return isNot("actor", ["bot"])
  return kind === "contact" ? isNot("status", ["bounced", "failed"]) : null
}

/** What a question over trails needs to see steps. @category metrics @since 0.2.0 */
export interface StepsSeen {
  /** The kinds of the steps, that of the first step first. */
  readonly kinds: readonly [TrailKind, ...ReadonlyArray<TrailKind>]
  /** One mark per step. */
  readonly marks: ReadonlyArray<Mark>
  /** Ids of the marks, in the order of the steps. */
  readonly ids: ReadonlyArray<string>
}

/**
 * Marks for steps, and the kinds of rows they are found in. With `between` all rows of these kinds are seen; without,
 * only those that are a step, which is all that most folds need.
 *
 * @category metrics
 * @since 0.2.0
 */
export const seeSteps = (steps: readonly [Step, ...ReadonlyArray<Step>], between: boolean): StepsSeen => {
  const ids = steps.map((_, i) => `step-${i + 1}`)
  const [first, ...others] = new Set(steps.map(kindOfStep))
  const seen = (kind: StepKind): TrailKind => {
    const conditions = steps.filter((step) => kindOfStep(step) === kind).map(conditionOf)
    const some = conditions.filter((one) => one !== null)
    const wanted =
      between || some.length < conditions.length ? null : some.length === 1 ? (some[0] ?? null) : or(...some)
    const real = happened(kind)
    const where = wanted === null ? real : real === null ? wanted : and(real, wanted)
    return { kind, where, value: null, label: null }
  }
  return {
    kinds: [seen(first ?? "interaction"), ...others.map(seen)],
    marks: steps.map((step, i) => mark(ids[i] ?? "", { kind: kindOfStep(step), when: conditionOf(step) })),
    ids,
  }
}
