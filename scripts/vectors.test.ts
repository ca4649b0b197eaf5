// Figures somebody else computed: every group of them that should hold by now is named in a test.
import { readFileSync } from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { root, tracked } from "./tracked.ts"

/** Groups whose analyses are still to come: funnels and paths (G), attribution (H), experiments (I), selection (M). */
const later = /^[GHIM]\d/

const vectors = JSON.parse(readFileSync(path.join(root, "packages/core/test/fixtures/vectors.json"), "utf8")) as object

const tests = tracked((file) => file.endsWith(".test.ts") && file.startsWith("packages/")).map((file) =>
  readFileSync(path.join(root, file), "utf8"),
)

describe("vectors", () => {
  it.each(Object.keys(vectors).filter((key) => !later.test(key)))("%s is held by a test", (key) => {
    assert.isTrue(tests.some((text) => new RegExp(`\\b${key}\\b`).test(text)))
  })
})
