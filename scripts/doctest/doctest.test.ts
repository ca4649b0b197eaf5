import { assert, describe, it } from "@effect/vitest"
import { fencesOf } from "./fences.ts"
import { moduleOf } from "./module.ts"

const tick = "```"

describe("fencesOf", () => {
  it("takes the ts fences of a page with their lines", () => {
    const page = `# t\n${tick}ts\na\n${tick}\n${tick}sh\nb\n${tick}\n${tick}ts nocheck\nc\n${tick}\n  ${tick}ts norun\n  d\n   e\n  ${tick}\n`
    assert.deepStrictEqual(fencesOf("p.md", page), [
      { file: "p.md", line: 3, code: "a", run: true },
      { file: "p.md", line: 12, code: "d\n e", run: false },
    ])
  })

  it("takes a fence that shows a fence as one", () => {
    assert.deepStrictEqual(fencesOf("p.md", `${tick}\`md\n${tick}ts\na\n${tick}\n${tick}\`\n`), [])
  })

  it("takes doc comments only from a module", () => {
    const text = `/** one */\n/**\n * Text\n *\n * ${tick}ts\n * a\n *   b\n * ${tick}\n */\nconst s = 1\n// ${tick}ts\n`
    assert.deepStrictEqual(fencesOf("m.ts", text), [{ file: "m.ts", line: 6, code: "a\n  b", run: true }])
  })
})

describe("moduleOf", () => {
  const linesOf = (code: string) => moduleOf({ file: "p.md", line: 3, code, run: true }, "x").text.split("\n")

  it("keeps code on its line", () => {
    assert.deepStrictEqual(linesOf("const a = 1"), ["", "", "const a = 1", "export {}", ""])
  })

  it("turns a trailing value into an expectation", () => {
    assert.deepStrictEqual(linesOf("f(1) // => 2").slice(2, 3), [
      'await $expect(f(1), "p.md:3", "2", () => (2)) // => 2',
    ])
  })

  it("turns a printed line into an expectation and leaves the others alone", () => {
    assert.deepStrictEqual(linesOf("console.log(a, b) // 1 2\nconsole.log(a)\nf() // why").slice(2, 5), [
      '$logged([a, b], "p.md:3", "1 2") // 1 2',
      "console.log(a)",
      "f() // why",
    ])
  })

  it("does not take prose for a value", () => {
    assert.deepStrictEqual(linesOf("f() // => some 3 rows").slice(2, 3), [
      'await $expect(f(), "p.md:3", "some 3 rows") // => some 3 rows',
    ])
  })
})
