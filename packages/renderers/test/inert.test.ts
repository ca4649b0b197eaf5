import { assert, describe, it } from "@effect/vitest"
import { json, markdown } from "@touchpoint/renderers"
import { Effect } from "effect"
import { reportWith, voiceOf } from "./fixture.ts"

const EVIL = "a\u202Eb\u2066c\u009Bd\u0007e\u200Ff\uFEFFg\u2028h\u007Fi"

describe("JSON", () => {
  it.effect("escapes what a terminal or an editor would obey; a program reads the same text", () =>
    Effect.gen(function* () {
      const report = reportWith(EVIL)
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(yield* json.render(report, voiceOf(report)))
      assert.notMatch(text, /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029\uFEFF]/u)
      assert.include(text, "a\\u202eb\\u2066c\\u009bd\\u0007e\\u200ff\\ufeffg\\u2028h\\u007fi")
      assert.include(JSON.stringify(JSON.parse(text)), JSON.stringify(EVIL))
    }),
  )
})

describe("Markdown", () => {
  it.effect("calls nobody and links no address", () =>
    Effect.gen(function* () {
      const report = reportWith("@octocat and anna@example.org")
      const text = new TextDecoder().decode(yield* markdown.render(report, voiceOf(report)))
      const outside = text.replaceAll(/`[^`\n]*`/g, "")
      assert.include(outside, "&#64;&#8203;octocat and anna&#64;&#8203;example.org")
      assert.notInclude(outside, "@")
    }),
  )
})
