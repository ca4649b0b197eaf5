import type * as Schema from "effect/Schema"
import * as Effect from "effect/Effect"
import { parse } from "yaml"
import { requestKeys } from "../project/Config.ts"
import { TouchpointError } from "../TouchpointError.ts"

type Params = Readonly<Record<string, Schema.Json>>

/** Parameters given as `name=value`; a value is written as in a configuration: `q=0.9`, `steps=[home, {kind: order}]`. */
export const paramsFrom = Effect.fnUntraced(function* (
  texts: ReadonlyArray<string>,
): Effect.fn.Return<Params, TouchpointError> {
  const given: Array<readonly [string, Schema.Json]> = []
  for (const text of texts) {
    const at = text.indexOf("=")
    const name = text.slice(0, Math.max(0, at)).trim()
    if (name === "") return yield* refused(text, "there is no name before =", "Write name=value: --param q=0.9")
    if (requestKeys.includes(name))
      return yield* refused(text, `${name} is no parameter of a metric`, `Give --${name}, where the command has it`)
    if (given.some(([known]) => known === name))
      return yield* refused(text, `${name} is given twice`, "Give each parameter once")
    given.push([name, yield* valueOf(text, text.slice(at + 1))])
  }
  return Object.fromEntries(given)
})

const valueOf = (text: string, value: string) =>
  Effect.try({
    // Without aliases, so that a few letters stay a few values.
    try: () => parse(value, { maxAliasCount: 0 }) as Schema.Json,
    catch: () => refusal(text, "the value cannot be read", "Quote texts with signs in them: --param name='\"a: b\"'"),
  })

const refusal = (text: string, problem: string, fix: string): TouchpointError =>
  new TouchpointError("options", `--param ${text}: ${problem}`, { where: "--param", fix })

const refused = (...of: Parameters<typeof refusal>) => Effect.fail(refusal(...of))
