import { assert, describe, it } from "@effect/vitest"
import { Plugin } from "@touchpoint/core/plugins"
import { plugin } from "@touchpoint/renderers"
import { Result } from "effect"

describe("plugin", () => {
  it("brings every renderer under its id", () => {
    const registry = Result.getOrThrow(Plugin.register([plugin]))
    assert.deepEqual(
      [...registry.renderers].map(([id, { extension, mediaType }]) => [id, extension, mediaType]),
      [
        ["html", ".html", "text/html"],
        ["markdown", ".md", "text/markdown"],
        ["json", ".json", "application/json"],
        ["terminal", ".txt", "text/plain"],
      ],
    )
  })
})
