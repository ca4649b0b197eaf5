import { parseSync, Visitor } from "oxc-parser"

export interface Import {
  readonly specifier: string
  readonly line: number
}

/** Everything a module imports: static, re-exported, dynamic, and types by `import("…")`. */
export const importsOf = (file: string, text: string): ReadonlyArray<Import> => {
  const { program, module, errors } = parseSync(file, text)
  const [fault] = errors
  if (fault !== undefined) throw new Error(`${file}: ${fault.message}`)
  const found: Array<{ readonly specifier: string; readonly start: number }> = []
  for (const { moduleRequest } of module.staticImports)
    found.push({ specifier: moduleRequest.value, start: moduleRequest.start })
  for (const { entries } of module.staticExports)
    for (const { moduleRequest } of entries)
      if (moduleRequest !== null) found.push({ specifier: moduleRequest.value, start: moduleRequest.start })
  new Visitor({
    ImportExpression: ({ source }) => {
      if (source.type === "Literal" && typeof source.value === "string")
        found.push({ specifier: source.value, start: source.start })
    },
    TSImportType: ({ source }) => {
      found.push({ specifier: source.value, start: source.start })
    },
  }).visit(program)
  return found.map(({ specifier, start }) => ({ specifier, line: text.slice(0, start).split("\n").length }))
}
