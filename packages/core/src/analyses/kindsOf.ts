import { type Expr, or } from "../questions/Expr.ts"
import type { Mark, TrailsOver } from "../questions/Trails.ts"

/**
 * The kinds of rows that marks are found in, that of the first mark first. Rows that bear no mark are left out, but with
 * `every`.
 */
export const kindsOf = (marks: ReadonlyArray<Mark>, every = false): TrailsOver["kinds"] => {
  const found = new Map<string, ReadonlyArray<Expr | null>>()
  for (const { any } of marks) for (const { kind, when } of any) found.set(kind, [...(found.get(kind) ?? []), when])
  const [first = "", ...others] = Array.from(found, ([kind, when]) => {
    const some = when.filter((one) => one !== null)
    if (every || some.length < when.length) return kind
    return { kind, where: some.length === 1 ? (some[0] ?? null) : or(...some) }
  })
  return [first, ...others]
}
