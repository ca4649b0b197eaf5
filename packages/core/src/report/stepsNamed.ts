import type { Measurement } from "../metrics/Measurement.ts"
import type { Locale } from "../model/Identifier.ts"
import { standardNames } from "./messages/names.ts"

/** Touchpoints among the steps of a metric: named by their ids, or as what a fact must have. */
const idsOf = (params: Measurement["params"]): ReadonlyArray<string> =>
  [params["steps"], params["entry"], params["return"]].flat().flatMap((step) => {
    if (typeof step === "string") return [step]
    const is = isRecord(step) ? step["is"] : null
    const wanted = isRecord(is) ? [is["touchpoint"]].flat() : []
    return wanted.filter((id) => typeof id === "string")
  })

const literally = (id: string): string => id.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === "object" && x !== null

/**
 * A text of a metric with touchpoints by their names: metrics know steps by ids, and say `touchpoint = cart` of a fact
 * that has to be of one.
 *
 * @category reports
 * @since 0.2.0
 */
export const stepsNamed = (
  text: string,
  params: Measurement["params"],
  nameOf: (id: string) => string,
  locale: Locale,
): string => {
  // All in one pass, the longest first: an id may be part of another, or of a name.
  const ids = [...new Set(idsOf(params))].toSorted((a, b) => b.length - a.length)
  if (ids.length === 0) return text
  const touchpoint = (standardNames["dimension"]?.["touchpoint"]?.[locale] ?? "touchpoint").toLowerCase()
  return text
    .replaceAll("(touchpoint = ", `(${touchpoint}: `)
    .replaceAll(new RegExp(`(?<![\\p{L}\\p{N}-])(?:${ids.map(literally).join("|")})(?![\\p{L}\\p{N}-])`, "gu"), nameOf)
}
