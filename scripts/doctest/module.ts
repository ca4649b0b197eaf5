import { parseSync, Visitor } from "oxc-parser"
import type { Fence } from "./fences.ts"

export interface Module {
  readonly text: string
  readonly expectations: number
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

const isExpression = (text: string): boolean => parseSync("value.ts", `(${text}\n)`).errors.length === 0

/** `text`, with every statement that has an expectation behind it turned into a call that checks it. */
const expecting = (code: string, where: (offset: number) => string): { code: string; count: number } => {
  const { comments, program } = parseSync("fence.ts", code)
  const top = new Set(program.body.map((statement) => statement.start))
  const edits: Array<Edit> = []
  new Visitor({
    ExpressionStatement: ({ end, expression, start }) => {
      const comment = comments.find(
        (c) => c.type === "Line" && c.start >= end && /^[ \t;]*$/.test(code.slice(end, c.start)),
      )
      if (comment === undefined) return
      const said = comment.value.trim()
      const source = code.slice(expression.start, expression.end)
      const call = expression.type === "CallExpression" ? expression : undefined
      const logs = call !== undefined && code.slice(call.callee.start, call.callee.end) === "console.log"
      if (said.startsWith("=>")) {
        const value = said.slice(2).trim()
        const thunk = isExpression(value) ? `, () => (${value})` : ""
        const text = `$expect(${source}, ${JSON.stringify(where(start))}, ${JSON.stringify(value)}${thunk})`
        edits.push({ start, end, text: top.has(start) ? `await ${text}` : text })
      } else if (logs && said !== "") {
        const rest = code
          .slice(call.callee.end, end)
          .replace(/;$/, "")
          .replace(/^\s*\(/, "")
          .replace(/,?\s*\)$/, "")
        edits.push({
          start,
          end,
          text: `$logged([${rest}], ${JSON.stringify(where(start))}, ${JSON.stringify(said)})`,
        })
      }
    },
  }).visit(program)
  let text = code
  for (const edit of edits.toSorted((a, b) => b.start - a.start))
    text = `${text.slice(0, edit.start)}${edit.text}${text.slice(edit.end)}`
  return { code: text, count: edits.length }
}

/** A fence as a module of its own, its code on the same lines as in the page it comes from. */
export const moduleOf = (fence: Fence, expectations: string): Module => {
  const where = (offset: number): string =>
    `${fence.file}:${fence.line + fence.code.slice(0, offset).split("\n").length - 1}`
  const { code, count } = expecting(fence.code, where)
  const head = count === 0 ? "" : `import { $expect, $logged } from ${JSON.stringify(expectations)}`
  return { text: `${head}${"\n".repeat(fence.line - 1)}${code}\nexport {}\n`, expectations: count }
}
