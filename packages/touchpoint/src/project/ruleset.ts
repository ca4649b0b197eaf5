import { type OptionsInvalid, thrownText } from "@touchpoint/core/model"
import type { Asking, PreparedRule, Rule, RuleContext, RuleFailure, Severity } from "@touchpoint/core/rules"
import { recommended } from "@touchpoint/rules"
import * as Effect from "effect/Effect"
import { type Config, configIssue, noSuch } from "./Config.ts"
import type { LoadOptions } from "./load.ts"

/** The rules a configuration chooses, with their options; rules that broke while they were prepared are apart. */
export const prepareRules = Effect.fnUntraced(function* (config: Config, { registry, source }: LoadOptions) {
  const { extends: preset = "recommended", ...own } = config.rules ?? {}
  if (preset !== "recommended" && preset !== "none")
    return yield* configIssue(source, "rules.extends", "there is no such preset; give recommended or none")
  const rules: Array<PreparedRule> = []
  const broken: Array<RuleFailure> = []
  for (const [id, setting] of Object.entries(own)) {
    if (!registry.rules.has(id))
      return yield* configIssue(source, `rules.${id}`, noSuch("rule", id, registry.rules.keys()))
    if (setting === "none" || setting === "recommended")
      return yield* configIssue(source, `rules.${id}`, `${setting} is a preset; give info, warning, critical or off`)
  }
  for (const [id, rule] of registry.rules) {
    const setting = Object.hasOwn(own, id) ? own[id] : undefined
    if (setting === "off" || (setting === undefined && (preset !== "recommended" || !rule.meta.recommended))) continue
    const presetOptions = Object.hasOwn(recommended, id)
      ? (recommended as Readonly<Record<string, unknown>>)[id]
      : undefined
    const [severity, ruleOptions] =
      typeof setting === "string" ? [setting as Severity, presetOptions] : (setting ?? [undefined, presetOptions])
    const prepared = yield* prepareRule(rule, ruleOptions, severity)
    if (typeof prepared === "string") broken.push({ rule: id, problem: prepared })
    else rules.push(prepared)
  }
  return { broken, rules }
})

/** A rule with its options; a text where it broke or gave no prepared rule. */
const prepareRule = (rule: Rule.Rule, options: unknown, severity: Severity | undefined) =>
  Effect.suspend((): Effect.Effect<unknown, OptionsInvalid> => {
    const preparing: unknown = rule.prepare(options, severity)
    return Effect.isEffect(preparing) ? (preparing as ReturnType<typeof rule.prepare>) : Effect.succeed(null)
  }).pipe(
    Effect.map((given) =>
      isPrepared(given)
        ? {
            rule,
            needs: (asking: Asking) => given.needs(asking),
            judge: (context: RuleContext) => given.judge(context),
          }
        : "its prepare gave no rule that judges",
    ),
    Effect.catchDefect((thrown) => Effect.succeed(thrownText(thrown))),
  )

const isPrepared = (given: unknown): given is PreparedRule =>
  typeof given === "object" && given !== null && "judge" in given && typeof given.judge === "function"
