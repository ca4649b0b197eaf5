import type { Finding, Severity } from "./Finding.ts"

const GRAVITY: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 }

const DAY = 86_400_000
const MONTH = 30 * DAY

/**
 * How many cases (customers, promises, answers: whatever the effect counts) a finding is about in 30 days, by the
 * period of its first evidence: the one scale on which findings of different rules are compared. `low` is the lower
 * end of the interval, 0 where it is open. `null` where the effect is unknown, no count, or undated.
 *
 * @category rules
 * @since 0.2.0
 */
export const casesPerMonth = ({
  evidence,
  recommendation: { expectedEffect },
}: Finding): { readonly value: number; readonly low: number } | null => {
  const period = evidence[0]?.period ?? null
  if (expectedEffect === null || expectedEffect.unit.kind !== "count" || period === null) return null
  // A source of one hour says nothing of a month: less than a day counts as one.
  const months = Math.max(period.to - period.from, DAY) / MONTH
  return { value: expectedEffect.value / months, low: (expectedEffect.interval?.low ?? 0) / months }
}

/** Dated counts, then undated ones, then effects in other units, then none: across these, nothing is comparable. */
const scaleOf = (finding: Finding): number => {
  const { expectedEffect } = finding.recommendation
  if (expectedEffect === null) return 3
  if (expectedEffect.unit.kind !== "count") return 2
  return casesPerMonth(finding) === null ? 1 : 0
}

const sizeOf = (finding: Finding): { readonly value: number; readonly low: number } => {
  const { expectedEffect } = finding.recommendation
  if (expectedEffect === null || expectedEffect.unit.kind !== "count") return { value: 0, low: 0 }
  return casesPerMonth(finding) ?? { value: expectedEffect.value, low: expectedEffect.interval?.low ?? 0 }
}

/**
 * The order of findings: gravest first; of equal ones the largest expected effect in cases per 30 days; of equal ones
 * the surest (the higher lower end); then by rule and subject. Findings without an effect that can be compared come
 * last of their severity.
 *
 * @category rules
 * @since 0.2.0
 */
export const byRank = (a: Finding, b: Finding): number => {
  const [first, second] = [sizeOf(a), sizeOf(b)]
  return (
    GRAVITY[a.severity] - GRAVITY[b.severity] ||
    scaleOf(a) - scaleOf(b) ||
    second.value - first.value ||
    second.low - first.low ||
    compareText(a.rule, b.rule) ||
    compareText(a.subject.id, b.subject.id)
  )
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
