import { type Answer, type Group, groupKey, type Question, questionKey } from "@touchpoint/core/questions"

/** Numbers are equal exactly where they count, and else within 1e-9 of the larger (or of 1 near 0). */
const near = (a: number, b: number, floor = 0): boolean =>
  a === b || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)) + floor
const exact = (a: number, b: number): boolean =>
  a === b || (!(Number.isInteger(a) && Number.isInteger(b)) && near(a, b))

/**
 * The first difference between two answers to one question, or `null`: groups and integers are equal exactly, floats
 * within 1e-9. Central sums may differ by what doubles lose where values are far from 0.
 *
 * @category fuzz
 * @since 0.1.0
 */
export const differenceOf = (question: Question, expected: Answer, actual: Answer): string | null => {
  if (questionKey(actual.question) !== questionKey(question)) return "answers another question"
  const keys = (answer: Answer) => answer.groups.map(groupKey).join("\n")
  if (keys(expected) !== keys(actual)) return `groups: expected\n${keys(expected)}\ngot\n${keys(actual)}`
  for (const [i, group] of expected.groups.entries()) {
    const other = actual.groups[i]
    if (question.shape === "trails") {
      const [left, right] = [group.states["fold"], other?.states["fold"]]
      if (sameValue(left, right)) continue
      return `group ${groupKey(group)}, fold ${question.fold}: expected ${JSON.stringify(left)}, got ${JSON.stringify(right)}`
    }
    for (const [name, { stat }] of Object.entries(question.measures)) {
      const [left, right] = [stateOf(group, name), stateOf(other, name)]
      if (!sameState(stat, left, right))
        return `group ${groupKey(group)}, measure ${name} (${stat}): expected ${JSON.stringify(left)}, got ${JSON.stringify(right)}`
    }
  }
  return null
}

type Numbers = Readonly<Record<string, unknown>>

const stateOf = (group: Group | undefined, name: string): Numbers =>
  new Map<string, unknown>(Object.entries(group?.states ?? {})).get(name) as Numbers

/** Equal as JSON, whatever the order of keys: integers exactly, floats within 1e-9. @category fuzz @since 0.2.0 */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (typeof a === "number" && typeof b === "number") return exact(a, b)
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  if (Array.isArray(a) !== Array.isArray(b) || left.size !== right.size) return false
  if (left.has("m3")) return sameMoments(left, right)
  return [...left].every(([key, value]) => right.has(key) && sameValue(value, right.get(key)))
}

/** Central sums of squares and cubes, which may differ by what doubles lose where values are far from their mean. */
const sameMoments = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean =>
  ["n", "mean", "m2", "m3"].every((name) => {
    const [x, y, n, mean, m2] = [a.get(name), b.get(name), a.get("n"), a.get("mean"), a.get("m2")].map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ]
    if (name === "n") return x === y
    const lost = floor(n, mean, mean, m2, m2)
    return near(x, y, name === "mean" ? 1e-13 * Math.sqrt(m2 / (n || 1)) : name === "m2" ? lost : lost * Math.sqrt(m2))
  })

const sameState = (stat: string, a: Numbers | undefined, b: Numbers | undefined): boolean => {
  if (a === undefined || b === undefined) return false
  if (stat === "histogram") return sameLevels(a["levels"], b["levels"])
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  if (stat === "products") return a["n"] === b["n"] && sameProducts(a, b)
  return names.every((name) => {
    const [x, y] = [a[name], b[name]]
    if (typeof x !== "number" || typeof y !== "number") return false
    if (name === "n" || name === "x") return x === y
    if (name === "mean") return near(x, y, 1e-13 * Math.sqrt(Number(a["m2"]) / (Number(a["w"]) || 1)))
    return name === "m2" ? near(x, y, floor(Number(a["w"]), a["mean"], a["mean"], x, x)) : exact(x, y)
  })
}

/** What a central sum of products may lose: the means are known to about 1e-13 of themselves. */
const floor = (n: number, meanX: unknown, meanY: unknown, xx: unknown, yy: unknown): number => {
  const [x, y, cx, cy] = [meanX, meanY, xx, yy].map((value) => Math.abs(Number(value))) as [
    number,
    number,
    number,
    number,
  ]
  return 1e-9 * Math.sqrt(cx * cy) + 1e-13 * (x * Math.sqrt(n * cy) + y * Math.sqrt(n * cx)) + 1e-26 * n * x * y
}

const sameProducts = (a: Numbers, b: Numbers): boolean => {
  const [meanA, meanB, c, d] = [a["mean"], b["mean"], a["c"], b["c"]] as [
    Array<number>,
    Array<number>,
    Array<number>,
    Array<number>,
  ]
  const [n, p] = [Number(a["n"]), meanA.length]
  if (meanB.length !== p || d.length !== c.length) return false
  const spread = (i: number) => c[i * p + i] ?? 0
  return (
    meanA.every((mean, i) => near(mean, meanB[i] ?? Number.NaN, 1e-13 * Math.sqrt(spread(i) / (n || 1)))) &&
    c.every((value, at) => {
      const [i, j] = [Math.floor(at / p), at % p]
      return near(value, d[at] ?? Number.NaN, floor(n, meanA[i], meanA[j], spread(i), spread(j)))
    })
  )
}

const sameLevels = (a: unknown, b: unknown): boolean => {
  const [left, right] = [a, b] as [ReadonlyArray<Record<string, number>>, ReadonlyArray<Record<string, number>>]
  return (
    left.length === right?.length &&
    left.every((level, i) => {
      const other = right[i]
      const same = (name: string) => exact(level[name] ?? Number.NaN, other?.[name] ?? Number.NaN)
      return level["value"] === other?.["value"] && level["n"] === other?.["n"] && same("w") && same("w2")
    })
  )
}
