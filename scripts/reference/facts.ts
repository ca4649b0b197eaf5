// Pages of facts and rejects.
import { FactKind, type Field, rejectFix, RejectReason, standardKinds } from "@touchpoint/core/facts"
import { makeVoice } from "@touchpoint/core/report"
import { Instant } from "@touchpoint/core/time"
import { code, codes, generated, page, sentence, table } from "./markdown.ts"

const voice = makeVoice("en", {}, "UTC")

const types: Readonly<Record<Field["type"], readonly [reads: string, options: string]>> = {
  text: ["the cell as it is", "`values`, `otherwise`; `bands` make a text of a number"],
  number: ["`12`, `-1.5`, `1e3`", "`decimal`, `values`"],
  integer: ["a whole number", "`decimal`; `minor` for amounts, `unit` for durations; `values`"],
  boolean: ["`true` `1` `yes`, `false` `0` `no`", "`values`"],
  instant: ["ISO 8601: `2026-01-31`, `2026-01-31T12:00`, with an offset or in the zone of the source", "`format`"],
}

const allowed = ({ max, min, type, values }: Field): string => {
  if (values !== undefined) return codes(values)
  const said = (bound: number) => (type === "instant" ? Instant.format(bound) : String(bound))
  if (min !== undefined && max !== undefined) return `${said(min)} to ${said(max)}`
  if (min !== undefined) return `${said(min)} or ${type === "instant" ? "later" : "more"}`
  return max === undefined ? "" : `${said(max)} or less`
}

const fieldTable = (fields: Readonly<Record<string, Field>>): string =>
  table(
    ["field", "type", "required", "allowed", "meaning"],
    Object.entries(fields).map(([name, field]) => [
      code(name),
      field.type,
      field.required ? "yes" : "",
      allowed(field),
      field.doc,
    ]),
  )

const kinds: ReadonlyArray<FactKind.FactKind> = Object.values(standardKinds)

export const pluralOf = (id: string): string => kinds.find((kind) => kind.id === id)?.plural ?? id

const ownFields = ({ fields }: FactKind.FactKind): Readonly<Record<string, Field>> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !Object.hasOwn(FactKind.commonFields, name)))

const kindSection = (kind: FactKind.FactKind): string => {
  const about = [
    `- One row is one ${kind.row}. In questions and measurements the kind is called ${code(kind.id)}.`,
    `- Key: ${codes(kind.key)}. A second row with the same key is rejected; where a part of it is absent, nothing is compared.`,
    ...kind.links.map(
      // Own ids are referred to, whoever can follow the reference.
      ({ key, target, targetKey }) =>
        key === "eventId"
          ? `- ${code(targetKey)} of ${code(pluralOf(target))} refers to ${code(key)}.`
          : `- ${code(key)} refers to ${code(targetKey)} of ${code(pluralOf(target))}.`,
    ),
  ]
  return [`## ${kind.plural}`, kind.doc, about.join("\n"), fieldTable(ownFields(kind))].join("\n\n")
}

/** Kinds of facts and their fields. */
export const facts = (): string =>
  page(
    generated("the kinds of facts in `packages/core/src/facts/kinds`"),
    "# Facts: kinds and their fields",
    "What `map` and `with` of a source may name. How to read columns into them: [your own data](../guide/02-your-own-data.md).",
    table(
      ["kind", "what it holds", "required fields"],
      kinds.map((kind) => [
        `[${kind.plural}](#${kind.plural.toLowerCase()})`,
        kind.doc,
        codes(Object.entries(ownFields(kind)).flatMap(([name, { required }]) => (required ? [name] : []))),
      ]),
    ),
    "## Types",
    table(
      ["type", "how a cell is read", "options of its mapping"],
      Object.entries(types).map(([type, [reads, options]]) => [type, reads, options]),
    ),
    "## Fields of every kind",
    "`source` is the name of the source where nothing else is given. `at` is not required of a source, but where it is mapped, a row without it is rejected.",
    fieldTable(FactKind.commonFields),
    "A kind may have attributes of your own too: `attributes` of the configuration names them and their type.",
    ...kinds.map(kindSection),
  )

/** Why rows are refused. */
export const rejects = (): string =>
  page(
    generated("`packages/core/src/facts/Rejects.ts`"),
    "# Rejects: why a row did not become a fact",
    "Every row is a fact or a reject; none is lost. A reject says its source, row, column, value (masked) and reason.",
    table(
      ["reason", "in reports", "what to do"],
      RejectReason.literals.map((reason) => [
        code(reason),
        voice.wording.name("reason", reason),
        sentence(rejectFix[reason]),
      ]),
    ),
  )
