import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type { By, Measurement } from "../metrics/Measurement.ts"
import type { Metric } from "../metrics/Metric.ts"
import type { Locale, Name } from "../model/Identifier.ts"
import { Malformed } from "../model/foreign.ts"
import type { Inventory } from "../model/Inventory.ts"
import { decodeOptions, type OptionsInvalid } from "../model/OptionsInvalid.ts"
import type { Dimension } from "../questions/Dimension.ts"
import type { Expr } from "../questions/Expr.ts"
import type { Finding, Severity } from "./Finding.ts"
import type { Calendar } from "../time/Calendar.ts"
import { listOf } from "./listOf.ts"
import { message, type MessageData } from "./Message.ts"
import type { Sentence, Sentences } from "./Wording.ts"

/**
 * A measurement a rule judges by. Dimensions are expressions, or ids as a configuration writes them (`touchpoint`,
 * `stage`, `customer.segment`, an own attribute). A need without facts, or by a dimension that is not there, gives no
 * measurements.
 *
 * @category rules
 * @since 0.1.0
 */
export interface Need {
  readonly metric: Metric
  readonly params?: unknown
  /** What the number is in this rule, where that says more than the metric's own title; no part of the definition. */
  readonly title?: Name
  readonly by?: ReadonlyArray<Dimension | string>
  /** Rows that count; part of the definition. */
  readonly where?: Expr | null
  /** The baseline group: every other group is compared with it. */
  readonly versus?: By | null
}

/** What a rule may know when it says what it needs. @category rules @since 0.2.0 */
export interface Asking {
  readonly inventory: Inventory | null
  /** Kinds of facts that have rows. */
  readonly kinds: ReadonlySet<string>
}

/** What a rule sees. @category rules @since 0.1.0 */
export interface RuleContext<N extends string = string> {
  readonly inventory: Inventory | null
  /** Measurements of each need; empty where there are no facts for it, and absent where the need was not named. */
  readonly measurements: Readonly<Record<N, ReadonlyArray<Measurement>>>
  /** The project's calendar: days and periods are local. */
  readonly calendar: Calendar
  /** Up to when facts are complete; `null` without dated facts. */
  readonly asOf: number | null
}

/** A finding as a rule reports it; id, severity and category come from the rule's meta where it leaves them out. @category rules @since 0.1.0 */
export type Report<M extends string> = Omit<
  Finding,
  "rule" | "category" | "severity" | "message" | "recommendation"
> & {
  readonly severity?: Severity
  readonly messageId: M
  readonly data?: MessageData
  readonly recommendation: Omit<Finding["recommendation"], "action"> & {
    readonly messageId: M
    readonly data?: MessageData
  }
}

interface Meta {
  readonly title: Name
  readonly description: Name
  readonly severity: Severity
  /** What it judges: inventory, experience, partner … */
  readonly category: string
  /** Part of the preset `recommended`. */
  readonly recommended: boolean
}

/** How a rule is declared. @category rules @since 0.1.0 */
export interface Declaration<Options, M extends string, N extends string> {
  readonly id: string
  readonly meta: Meta
  readonly options: Schema.Codec<Options, unknown>
  readonly messages: Sentences<M>
  /** By name; a rule may need what the inventory plans, or only kinds of facts that are there. */
  readonly needs: (options: Options, asking: Asking) => Readonly<Record<N, Need>>
  readonly judge: (context: RuleContext<N>, options: Options) => ReadonlyArray<Report<M>>
}

/** A rule with its options and severity decided. @category rules @since 0.1.0 */
export interface PreparedRule {
  readonly rule: Rule
  readonly needs: (asking: Asking) => Readonly<Record<string, Need>>
  readonly judge: (context: RuleContext) => ReadonlyArray<Finding>
}

/** Judges inventory and measurements. @category rules @since 0.1.0 */
export interface Rule {
  readonly type: "rule"
  readonly id: string
  readonly meta: Meta
  readonly options: Schema.Top
  readonly messages: Readonly<Record<Locale, Readonly<Record<string, Sentence>>>>
  readonly prepare: (options?: unknown, severity?: Severity) => Effect.Effect<PreparedRule, OptionsInvalid>
}

const ORDER: ReadonlyArray<Severity> = ["info", "warning", "critical"]

/** A configured severity is a ceiling: graver findings are lowered to it, milder ones stay mild. */
const lower = (own: Severity, ceiling: Severity | undefined): Severity =>
  ceiling !== undefined && ORDER.indexOf(ceiling) < ORDER.indexOf(own) ? ceiling : own

/** Whether a report can be taken apart; whether it is right is looked at when it is judged. */
const isReport = (report: unknown): boolean =>
  typeof report === "object" &&
  report !== null &&
  "recommendation" in report &&
  typeof report.recommendation === "object" &&
  report.recommendation !== null

/**
 * Declares a rule.
 *
 * @category rules
 * @since 0.1.0
 */
export const make = <Options, const M extends string, const N extends string>(
  declaration: Declaration<Options, M, N>,
): Rule => {
  const { id, judge, messages, meta, needs, options: schema } = declaration
  const rule: Rule = {
    type: "rule",
    id,
    meta,
    options: schema,
    messages,
    prepare: (input, severity) =>
      Effect.map(decodeOptions(`rule ${id}`, schema, input), (options) => ({
        rule,
        needs: (asking) => needs(options, asking),
        judge: (context) =>
          listOf(judge(context as RuleContext<N>, options)).map((report, i): Finding => {
            if (!isReport(report)) throw new Malformed(`finding ${i + 1}: it is no finding with a recommendation`)
            const { data, messageId, recommendation, severity: own, ...rest } = report
            const { data: actionData, messageId: action, ...advice } = recommendation
            return {
              ...rest,
              rule: id,
              category: meta.category,
              severity: lower(own ?? meta.severity, severity),
              message: message(`${id}/${messageId}`, data ?? {}, report.evidence),
              recommendation: { ...advice, action: message(`${id}/${action}`, actionData ?? {}, report.evidence) },
            }
          }),
      })),
  }
  return rule
}
