import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { Benchmark } from "./Benchmark.ts"
import { Budget } from "./Budget.ts"
import { Category, standardCategories } from "./Category.ts"
import { Channel, standardChannels } from "./Channel.ts"
import { Competitor } from "./Competitor.ts"
import { Journey } from "./Journey.ts"
import { listed } from "./listed.ts"
import { nearest } from "./nearest.ts"
import { Party, standardParties } from "./Party.ts"
import { Persona } from "./Persona.ts"
import { Stage, standardStages } from "./Stage.ts"
import { Touchpoint } from "./Touchpoint.ts"

/**
 * Everything the brand knows about its touchpoints, as text in git: what exists, who answers for it, what is planned.
 *
 * **Details**
 *
 * Stages, categories, channels and parties that are not declared come from the standard ones; declared ones of the
 * same id replace them. An inventory that declares stages uses only its own.
 *
 * @category model
 * @since 0.1.0
 */
export class Inventory extends Schema.Class<Inventory>("@touchpoint/core/Inventory")({
  touchpoints: Schema.Array(Touchpoint),
  stages: Schema.optionalKey(Schema.Array(Stage)),
  categories: Schema.optionalKey(Schema.Array(Category)),
  channels: Schema.optionalKey(Schema.Array(Channel)),
  parties: Schema.optionalKey(Schema.Array(Party)),
  personas: Schema.optionalKey(Schema.Array(Persona)),
  journeys: Schema.optionalKey(Schema.Array(Journey)),
  competitors: Schema.optionalKey(Schema.Array(Competitor)),
  benchmarks: Schema.optionalKey(Schema.Array(Benchmark)),
  budgets: Schema.optionalKey(Schema.Array(Budget)),
}) {
  /** Declared stages, else the standard three, in journey order. */
  get allStages(): ReadonlyArray<Stage> {
    return this.stages ?? standardStages
  }
  /** Standard categories with the declared ones laid over them. */
  get allCategories(): ReadonlyArray<Category> {
    return overlay(standardCategories, this.categories)
  }
  /** Standard channels with the declared ones laid over them. */
  get allChannels(): ReadonlyArray<Channel> {
    return overlay(standardChannels, this.channels)
  }
  /** Standard parties with the declared ones laid over them. */
  get allParties(): ReadonlyArray<Party> {
    return overlay(standardParties, this.parties)
  }
}

/** Where in the inventory something is wrong, what it is and what to do. @category errors @since 0.1.0 */
export const InventoryIssue = Schema.Struct({
  path: Schema.Array(Schema.Union([Schema.String, Schema.Number])),
  problem: Schema.String,
  fix: Schema.optionalKey(Schema.String),
})
/** @see {@link InventoryIssue} @category errors @since 0.1.0 */
export type InventoryIssue = typeof InventoryIssue.Type

/** The inventory cannot be used; carries every issue found, not only the first. @category errors @since 0.1.0 */
export class InventoryInvalid extends Schema.TaggedError<InventoryInvalid>()("InventoryInvalid", {
  issues: Schema.Array(InventoryIssue),
}) {
  override get message(): string {
    const lines = this.issues.map(
      (i) => `${formatPath(i.path)}: ${i.problem}${i.fix === undefined ? "" : `; ${i.fix}`}`,
    )
    return `The inventory has ${lines.length} ${lines.length === 1 ? "issue" : "issues"}:\n${listed(lines)}`
  }
}

/** `touchpoints[3].stage`. @category errors @since 0.1.0 */
export const formatPath = (path: ReadonlyArray<string | number>): string =>
  path.reduce<string>((out, p) => (typeof p === "number" ? `${out}[${p}]` : out === "" ? p : `${out}.${p}`), "") ||
  "(whole inventory)"

/**
 * Reads an inventory from plain data (parsed YAML or JSON), checks shape and every reference, and reports all issues
 * at once with their place.
 *
 * **Example** (An unknown stage)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { decodeInventory } from "@touchpoint/core/model"
 *
 * const broken = decodeInventory({ touchpoints: [{ id: "shop", stage: "buying" }] })
 * const error = Effect.runSync(Effect.flip(broken))
 * console.log(error.issues.map((i) => i.path.join("."))) // [ 'touchpoints.0.stage' ]
 * ```
 *
 * @category model
 * @since 0.1.0
 */
export const decodeInventory = Effect.fnUntraced(function* (input: unknown) {
  const inventory = yield* Schema.decodeUnknownEffect(Inventory, { errors: "all", onExcessProperty: "error" })(
    input,
  ).pipe(Effect.mapError((error) => new InventoryInvalid({ issues: shapeIssues(error) })))
  const issues = checkReferences(inventory)
  if (issues.length > 0) return yield* new InventoryInvalid({ issues })
  return inventory
})

const shapeIssues = (error: Schema.SchemaError): ReadonlyArray<InventoryIssue> =>
  SchemaIssue.makeFormatterStandardSchemaV1()(error.issue).issues.map((issue) => ({
    path: (issue.path ?? []).map((p) => {
      const key = typeof p === "object" ? p.key : p
      return typeof key === "number" ? key : String(key)
    }),
    problem: issue.message,
  }))

/** Every reference that leads nowhere and every id given twice. @category model @since 0.1.0 */
export const checkReferences = (inventory: Inventory): ReadonlyArray<InventoryIssue> => {
  const issues: Array<InventoryIssue> = []
  const ids = (list: ReadonlyArray<{ readonly id: string }> | undefined) => new Set((list ?? []).map((item) => item.id))
  const unique = (field: string, list: ReadonlyArray<{ readonly id: string }> | undefined) => {
    const seen = new Map<string, number>()
    for (const [index, { id }] of (list ?? []).entries()) {
      const first = seen.get(id)
      if (first === undefined) seen.set(id, index)
      else
        issues.push({
          path: [field, index, "id"],
          problem: `${quote(id)} is already used by ${field}[${first}]`,
          fix: "rename one of them",
        })
    }
  }
  const refers = (
    path: ReadonlyArray<string | number>,
    id: string | undefined,
    known: ReadonlySet<string>,
    what: string,
  ) => {
    if (id === undefined || known.has(id)) return
    const near = nearest(id, known)
    issues.push({
      path,
      problem: `unknown ${what} ${quote(id)}`,
      fix:
        near === undefined
          ? `declare it under its list${known.size === 0 ? "" : ` or use one of: ${[...known].slice(0, 12).join(", ")}`}`
          : `did you mean ${quote(near)}?`,
    })
  }
  for (const field of [
    "touchpoints",
    "stages",
    "categories",
    "channels",
    "parties",
    "personas",
    "journeys",
    "competitors",
    "benchmarks",
  ] as const)
    unique(field, inventory[field])
  const known = {
    touchpoint: ids(inventory.touchpoints),
    stage: ids(inventory.allStages),
    category: ids(inventory.allCategories),
    channel: ids(inventory.allChannels),
    party: ids(inventory.allParties),
    persona: ids(inventory.personas),
  }
  const claimed = new Map<string, string>(inventory.touchpoints.map((t) => [t.id, t.id]))
  for (const [index, t] of inventory.touchpoints.entries()) {
    for (const field of ["stage", "category", "channel", "party"] as const)
      refers(["touchpoints", index, field], t[field], known[field], field)
    for (const [at, alias] of (t.aliases ?? []).entries()) {
      const owner = claimed.get(alias)
      if (owner !== undefined && owner !== t.id)
        issues.push({
          path: ["touchpoints", index, "aliases", at],
          problem: `${quote(alias)} already names touchpoint ${quote(owner)}`,
          fix: "keep the alias in one place",
        })
      claimed.set(alias, t.id)
    }
  }
  for (const [index, journey] of (inventory.journeys ?? []).entries()) {
    refers(["journeys", index, "persona"], journey.persona, known.persona, "persona")
    for (const [at, step] of journey.steps.entries())
      refers(["journeys", index, "steps", at], step, known.touchpoint, "touchpoint")
  }
  for (const [index, budget] of (inventory.budgets ?? []).entries())
    refers(["budgets", index, "touchpoint"], budget.touchpoint, known.touchpoint, "touchpoint")
  return issues
}

const overlay = <T extends { readonly id: string }>(
  standard: ReadonlyArray<T>,
  own: ReadonlyArray<T> = [],
): ReadonlyArray<T> => {
  const byId = new Map(standard.map((item) => [item.id, item]))
  for (const item of own) byId.set(item.id, item)
  return [...byId.values()]
}

const quote = (text: string) => JSON.stringify(text)
