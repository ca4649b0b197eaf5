/**
 * Where a text stops being JSON. Engines tell it differently or not at all, so it is looked up here; what is JSON and
 * what is not is up to `JSON.parse`.
 */
export const mistakeIn = (text: string): { readonly line: number; readonly column: number; readonly found: string } => {
  const token =
    /[ \t\r\n]*(?:([{}[\],:])|("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y
  const open: Array<string> = []
  let wanted = "value"
  let at = 0
  for (;;) {
    const match = token.exec(text)
    if (match === null) break
    const [, sign, string] = match
    const allowed = wanted.split(" ")
    if (sign === "{" || sign === "[") {
      if (!allowed.includes("value")) break
      open.push(sign)
      wanted = sign === "{" ? "key }" : "value ]"
    } else if (sign !== undefined) {
      if (!allowed.includes(sign)) break
      if (sign === "}" || sign === "]") open.pop()
      wanted = sign === ":" ? "value" : sign === "," ? (open.at(-1) === "{" ? "key" : "value") : after(open)
    } else if (allowed.includes("key")) {
      if (string === undefined) break
      wanted = ":"
    } else if (allowed.includes("value")) wanted = after(open)
    else break
    at = token.lastIndex
  }
  const rest = text.slice(at)
  const position = at + (rest.length - rest.trimStart().length)
  const lines = text.slice(0, position).split(/\r\n|\n|\r/)
  const found = position >= text.length ? "the end" : JSON.stringify(text.slice(position, position + 10))
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, found }
}

const after = (open: ReadonlyArray<string>): string => {
  const inside = open.at(-1)
  return inside === undefined ? "nothing" : inside === "{" ? ", }" : ", ]"
}
