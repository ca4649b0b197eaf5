import type { Leaf, Report } from "@touchpoint/core/report"
import type { Finding } from "@touchpoint/core/rules"

/** A finding with the place of its card on the page. */
interface Placed {
  readonly id: string
  readonly finding: Finding
}

/** Where the cards of findings are, for those who point to them. */
export interface Links {
  /** The id of a finding's own card. */
  readonly card: (finding: Finding) => string | undefined
  /** The findings about a subject, of one rule where it is given. */
  readonly about: (kind: Finding["subject"]["kind"], id: string, rule?: string) => ReadonlyArray<Placed>
}

/** Links of a part that stands alone. */
export const noLinks: Links = { card: () => undefined, about: () => [] }

/** Finds the cards of a report. Ids are numbers, since names of rules and touchpoints are somebody else's texts. */
export const linksOf = ({ blocks }: Report): Links => {
  const leaves = blocks.flatMap((part): ReadonlyArray<Leaf> => (part.type === "section" ? part.blocks : [part]))
  const findings = leaves.flatMap((leaf) => (leaf.type === "findings" ? leaf.findings : []))
  const placed = [...new Set(findings)].map((finding, i): Placed => ({ finding, id: `finding-${i + 1}` }))
  const ids = new Map(placed.map(({ finding, id }) => [finding, id] as const))
  const subjects = Map.groupBy(placed, ({ finding: { subject } }) => keyOf(subject))
  return {
    card: (finding) => ids.get(finding),
    about: (kind, id, rule) => {
      const all = subjects.get(keyOf({ kind, id })) ?? []
      return rule === undefined ? all : all.filter(({ finding }) => finding.rule === rule)
    },
  }
}

/** The cards of a touchpoint's findings in their order; two findings of one rule about one subject have one each. */
export const cardsOf = (
  links: Links,
  findings: ReadonlyArray<Pick<Finding, "rule" | "subject">>,
): ReadonlyArray<Placed | undefined> =>
  findings.map(({ rule, subject }, i) => {
    const before = findings
      .slice(0, i)
      .filter((other) => other.rule === rule && keyOf(other.subject) === keyOf(subject)).length
    return links.about(subject.kind, subject.id, rule)[before]
  })

const keyOf = ({ id, kind }: Finding["subject"]): string => JSON.stringify([kind, id])
