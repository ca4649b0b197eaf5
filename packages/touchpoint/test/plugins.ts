import { Plugin, Renderer } from "@touchpoint/core/plugins"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"

/** A plugin as somebody else would bring it. */
export const pluginOf = (name: string, ...items: Plugin.Plugin["items"]): Plugin.Plugin =>
  Plugin.make({ name, api: 1, items })

type Judge = Parameters<typeof Rule.make>[0]["judge"]

/** A rule with one sentence. */
export const ruleOf = (
  id: string,
  judge: Judge,
  { needs = () => ({}), say = () => "Something is the matter." }: { needs?: () => {}; say?: () => string } = {},
): Rule.Rule =>
  Rule.make({
    id,
    meta: { title: "A rule", description: "A rule.", severity: "warning", category: "test", recommended: true },
    options: Schema.Struct({}),
    messages: { en: { found: say }, ru: { found: say }, pl: { found: say } },
    needs,
    judge: judge as () => ReturnType<Judge> & ReadonlyArray<Rule.Report<"found">>,
  })

/** A finding as a rule reports it. */
export const finding: Rule.Report<"found"> = {
  subject: { kind: "segment", id: "all" },
  certainty: "certain",
  messageId: "found",
  evidence: [],
  recommendation: { messageId: "found", party: "brand", expectedEffect: null, effort: "low" },
}

/** A renderer of its own extension. */
export const rendererOf = (id: string, extension: `.${string}`, render: () => string): Renderer.Renderer =>
  Renderer.make({
    id,
    docs: { title: "A renderer", description: "A renderer." },
    mediaType: "text/plain",
    extension,
    options: Schema.Struct({}),
    render,
  })
