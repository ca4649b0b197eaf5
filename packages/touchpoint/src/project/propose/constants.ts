import { spelt } from "@touchpoint/catalog"
import type { FactKind } from "@touchpoint/core/facts"
import { plainName } from "./match.ts"
import type { Doubt, Known, Proposal, Sample } from "./Proposal.ts"
import { readableCells } from "./readable.ts"
import { scaleNamed, scaleOf } from "./scale.ts"
import { isNothing, type Looks, numberOf } from "./sniff.ts"

/** What the file does not hold, and its names and numbers tell. */
export const constantsOf = (
  kind: FactKind.FactKind,
  found: ReadonlyMap<string, Looks>,
  map: Proposal["map"],
  sample: Sample,
  known: Known,
  doubts: Array<Doubt>,
): Proposal["with"] => {
  const { file, touchpoints } = known
  const constants: Record<string, Proposal["with"][string]> = {}
  if (kind.id === "feedback") {
    const score = found.get("score")
    if (!found.has("instrument")) {
      const top = scaleNamed(score?.column ?? "")?.max ?? score?.number?.max ?? null
      const instrument = instrumentOf(plainName(`${file} ${score?.column ?? ""}`), top)
      constants["instrument"] = instrument
      doubts.push({ id: "instrument", field: "instrument", value: instrument })
    }
    if (score?.number != null && !found.has("scaleMin")) {
      const { decimal } = score.number
      const numbers = (cells: ReadonlyArray<string>) =>
        cells.map((cell) => numberOf(cell.trim(), decimal)).filter((one) => !Number.isNaN(one))
      const good = numbers(readableCells("score", kind, { map, with: constants }, sample, known))
      const scores = good.length > 0 ? good : numbers(sample.columns.get(score.column) ?? [])
      const { doubt, scale } = scaleOf(constants["instrument"], score.column, scores)
      constants["scale"] = { ...scale }
      if (doubt !== null) doubts.push(doubt)
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
  if (found.has("amount") && !found.has("currency")) {
    const currency = found.get("amount")?.number?.currency ?? null
    if (currency === null) doubts.push({ id: "currency", field: "currency" })
    else constants["currency"] = currency
  }
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

/** Words for "no value" in columns that are read as anything but texts. */
export const absentOf = (looks: ReadonlyArray<Looks>, { columns }: Sample): ReadonlyArray<string> => {
  const words = new Set<string>()
  for (const { column, date, number } of looks)
    if (date !== null || number !== null)
      for (const cell of columns.get(column) ?? []) if (isNothing(cell.trim())) words.add(cell.trim())
  return [...words]
}
