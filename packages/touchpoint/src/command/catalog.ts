import process from "node:process"
import { catalog, type Entry, entryOf, nearbyEntries, searchCatalog, type Tag } from "@touchpoint/catalog"
import { type Locale, nameIn, Phase, standardCategories, standardParties, standardStages } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Argument, Command, Flag } from "effect/cli"
import { align, pageWidth, terms } from "./columns.ts"
import { finish, localeFlag, note, print, exit, type Subcommand } from "./flags.ts"
import { inertJson, inertLine } from "./terminal.ts"
import { type TextId, texts } from "./texts.ts"

const categories = standardCategories.map(({ id }) => id)

/** `touchpoint catalog` */
export const catalogCommand: Subcommand<"catalog"> = Command.make(
  "catalog",
  {
    query: Argument.String("query").pipe(
      Argument.withDescription("words to look for: an id, a name or how a shop calls it, in en, ru or pl"),
      Argument.variadic(),
    ),
    phase: Flag.Literals("phase", Phase.literals).pipe(
      Flag.withDescription("only before, during or after the purchase"),
      Flag.optional,
    ),
    category: Flag.Literals("category", categories).pipe(Flag.withDescription("only this category"), Flag.optional),
    tag: Flag.Literals("tag", ["standard", "emerging", "practice"]).pipe(
      Flag.withDescription("only the thirty standard ones, emerging ones, or those from practice"),
      Flag.optional,
    ),
    locale: localeFlag,
    format: Flag.Literals("format", ["table", "json"]).pipe(
      Flag.withDescription("a table for people, json for programs"),
      Flag.withDefault("table" as const),
    ),
  },
  Effect.fn(function* (input) {
    const query = input.query.join(" ").trim()
    const locale = Option.getOrElse(input.locale, () => "en" as const)
    const keeps =
      <A extends string>(wanted: Option.Option<A>) =>
      (own: string) =>
        Option.isNone(wanted) || wanted.value === own
    const [phase, category, tag] = [keeps(input.phase), keeps(input.category), keeps<Tag>(input.tag)]
    const exact = entryOf(query)
    const found = exact === undefined ? (query === "" ? catalog : searchCatalog(query, locale)) : [exact]
    const shown = found.filter((entry) => phase(entry.phase) && category(entry.category) && tag(entry.tag))
    if (input.format === "json") yield* print(inertJson(shown))
    else if (shown.length === 0) yield* note(nothingLike(query, locale))
    else if (exact !== undefined) yield* print(entryPage(exact, locale))
    else yield* print(listing(shown, query !== "", locale))
    yield* finish(exit.done)
  }),
).pipe(
  Command.withDescription("Shows and searches the standard touchpoints"),
  Command.withExamples([
    { command: "touchpoint catalog --phase after", description: "the touchpoints after the purchase" },
    { command: "touchpoint catalog newsletter", description: "those whose name or description says so" },
    { command: "touchpoint catalog courier-delivery --locale pl", description: "all about one, in Polish" },
  ]),
)

/** That nothing is called so, what comes near, and that touchpoints of one's own need no catalogue. */
const nothingLike = (query: string, locale: Locale): string => {
  const label = texts[locale]
  const near = nearbyEntries(query).map((entry) => `${entry.id} (${entry.name[locale]})`)
  return [
    label.nothing(inertLine(query)),
    ...(near.length === 0 ? [] : [`${label.nearby}: ${near.join(", ")}`]),
    label.ownTouchpoint,
    "",
  ].join("\n")
}

/** As many columns as there is room for; under headings by phase where all are shown in order of the journey. */
const listing = (entries: ReadonlyArray<Entry>, ranked: boolean, locale: Locale): string => {
  const width = process.stdout.isTTY ? pageWidth(process.stdout) : Number.POSITIVE_INFINITY
  const rowsOf = (columns: number) =>
    entries.map((entry) =>
      [entry.id, entry.name[locale], phaseOf(entry, locale), entry.channel, entry.tag].slice(0, columns),
    )
  const lines = [5, 4, 3, 2]
    .map((columns) => align(rowsOf(columns), () => false).split("\n"))
    .find((table) => table.every((line) => [...line].length <= width))
  const table = lines ?? entries.map(({ id, name }) => `${id}\n    ${name[locale]}`)
  if (ranked) return table.join("\n")
  return Phase.literals
    .flatMap((phase) => {
      const own = table.filter((_, i) => entries[i]?.phase === phase)
      const stage = standardStages.find((one) => one.phase === phase)
      return own.length === 0 ? [] : [`${nameIn(stage?.name, locale, phase)} (${own.length})\n${own.join("\n")}`]
    })
    .join("\n\n")
}

const phaseOf = ({ stage }: Entry, locale: Locale): string =>
  nameIn(standardStages.find(({ id }) => id === stage)?.name, locale, stage)

const entryPage = (entry: Entry, locale: Locale): string => {
  const label = (id: TextId) => texts[locale][id]
  const width = pageWidth(process.stdout)
  const named = (
    list: ReadonlyArray<{ readonly id: string; readonly name?: Parameters<typeof nameIn>[0] }>,
    id: string,
  ) => nameIn(list.find((item) => item.id === id)?.name, locale, id)
  return [
    `${entry.name[locale]}  [${entry.id}]`,
    entry.description[locale],
    "",
    terms(
      [
        [label("stage"), phaseOf(entry, locale)],
        [label("category"), named(standardCategories, entry.category)],
        [label("channel"), `${entry.channel} (${label(entry.mode)})`],
        [label("party"), named(standardParties, entry.party)],
        [label("objective"), entry.objective[locale]],
        [label("metrics"), entry.metrics.join(", ")],
        [label("aliases"), entry.aliases.join(", ")],
        [label("tag"), entry.tag],
      ],
      width,
    ),
  ].join("\n")
}
