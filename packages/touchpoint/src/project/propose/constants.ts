import { spelt } from "@touchpoint/catalog"
import type { FactKind } from "@touchpoint/core/facts"
import { plainName } from "./match.ts"
import type { Doubt, Known, Proposal, Sample } from "./Proposal.ts"
import { isNothing, type Looks } from "./sniff.ts"

/** What the file does not hold, and its names and numbers tell. */
export const constantsOf = (
  kind: FactKind.FactKind,
  found: ReadonlyMap<string, Looks>,
  { file, touchpoints }: Known,
  doubts: Array<Doubt>,
): Proposal["with"] => {
  const constants: Record<string, Proposal["with"][string]> = {}
  if (kind.id === "feedback") {
    const score = found.get("score")
    if (!found.has("instrument")) {
      const instrument = instrumentOf(plainName(`${file} ${score?.column ?? ""}`), score?.number?.max ?? null)
      constants["instrument"] = instrument
      doubts.push({ id: "instrument", field: "instrument", value: instrument })
    }
    if (score?.number != null && !found.has("scaleMin")) {
      const scale = scaleOf(constants["instrument"], score.number)
      constants["scale"] = scale
      doubts.push({ id: "scale", field: "scale", value: `${score.number.min}–${score.number.max}` })
    }
  }
  // What an answer or an order is about is another thing than where it came from.
  if (kind.fields["touchpoint"]?.required === true && !found.has("touchpoint")) {
    // The name of the file may say it: newsletter.csv.
    const named = plainName(file)
      .split(" ")
      .map(spelt)
      .find((entry) => entry !== undefined)?.id
    if (named !== undefined && (touchpoints === null || touchpoints.has(named))) constants["touchpoint"] = named
  }
  if (found.has("amount") && !found.has("currency")) doubts.push({ id: "currency", field: "currency" })
  return constants
}

const instrumentOf = (name: string, max: number | null): string =>
  /\bnps\b|recommend|рекоменд|polec/u.test(name)
    ? "nps"
    : /\bces\b|effort|усили|wysil/u.test(name)
      ? "ces"
      : /csat|satisf|rating|review|stars|оценк|удовлетвор|ocena|satysf/u.test(name) || (max !== null && max <= 7)
        ? "csat"
        : "nps"

const TOPS = [5, 7, 10, 100]

const scaleOf = (instrument: unknown, { max, min }: { readonly min: number; readonly max: number }) => {
  if (instrument === "nps" && min >= 0 && max <= 10) return { min: 0, max: 10 }
  const top = TOPS.find((one) => max <= one) ?? Math.ceil(max)
  return { min: min <= 0 ? Math.floor(min) : 1, max: top }
}

/** Words for "no value" in columns that are read as anything but texts. */
export const absentOf = (looks: ReadonlyArray<Looks>, { columns }: Sample): ReadonlyArray<string> => {
  const words = new Set<string>()
  for (const { column, date, number } of looks)
    if (date !== null || number !== null)
      for (const cell of columns.get(column) ?? []) if (isNothing(cell.trim())) words.add(cell.trim())
  return [...words]
}
