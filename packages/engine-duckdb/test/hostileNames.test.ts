import * as fs from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Engine, MemoryEngine } from "@touchpoint/core/engine"
import { assemble, decodeRecords, define, type FactKind } from "@touchpoint/core/facts"
import { decodeInventory } from "@touchpoint/core/model"
import {
  cases,
  column,
  dimension,
  eq,
  funnel,
  funnelDefaults,
  inventory as ofInventory,
  mark,
  oneOf,
  type Question,
  shard,
  tally,
  trails,
  transitionDefaults,
  transitions,
  unitMoments,
} from "@touchpoint/core/questions"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, fileRecords, load, type Origin } from "@touchpoint/engine-duckdb"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { folder } from "./support/folder.ts"

/** What tries to become SQL, or to be read otherwise than it is written. */
const HOSTILE = [
  "'); DROP TABLE facts_0; --",
  '"; DROP TABLE facts_0; --',
  "' OR '1'='1",
  '"a" "b"',
  "\\'",
  "a\0b'); SELECT 1; --",
  "$1 ? :x {0} ${y} %s",
  "/* */ -- #",
  "\ufeff\ufeffmark",
  "\u202eleft",
  "e\u0301",
  "é",
  "é ",
  "ÉÉ",
  "👩‍👩‍👧‍👦",
  "\ue000\uffff😀",
  "select",
  "f1",
  "x0",
  "__proto__",
  "a\tb",
  "a,b;c|d",
]
/** Fields are named without white space around them, and by no word that means something else. */
const NAMES = HOSTILE.filter((name) => name.trim() === name && name !== "__proto__")
const HOUR = 3_600_000

const calendar = Calendar.make("UTC")
const model = define({
  interaction: { attributes: Object.fromEntries(NAMES.map((name) => [`own ${name}`, Schema.String])) },
})
const kind: FactKind.FactKind = model.kinds.interaction
const attributes = NAMES.map((name) => `own ${name}`)
const header = ["who", "place", "at", ...attributes]
const mapping = {
  kind: "interaction",
  map: { customer: "who", touchpoint: "place", at: "at", ...Object.fromEntries(attributes.map((one) => [one, one])) },
}
const rows = Array.from({ length: 90 }, (_, i) => {
  const text = (k: number) => HOSTILE[k % HOSTILE.length] ?? ""
  return Object.fromEntries(
    header.map((name, k) => [
      name,
      name === "at" ? new Date(i * HOUR).toISOString() : name === "who" ? text(i * 7) : text(i + k),
    ]),
  )
})

const [first = "", second = ""] = attributes
const questions: ReadonlyArray<Question> = [
  tally(
    "interaction",
    { n: { stat: "count" }, who: { stat: "units", of: "customer" } },
    { by: [dimension("t", column("touchpoint"))] },
  ),
  ...attributes.map((name, k) =>
    tally(
      "interaction",
      { [`'"${name}`]: { stat: "count", where: eq(column(name), HOSTILE[k] ?? "") } },
      {
        by: [
          dimension(name, column(name)),
          cases(`${name}'"`, { [`"'${HOSTILE[k]}`]: oneOf(column(name), [HOSTILE[k] ?? "", "none"]) }),
        ],
        where: oneOf(column(second), HOSTILE),
      },
    ),
  ),
  tally(
    "interaction",
    { n: { stat: "count" } },
    { by: [dimension("stage", ofInventory("stage")), dimension("owner", ofInventory("owner"))] },
  ),
  tally("interaction", { n: { stat: "count" } }, { by: [dimension("shard", shard(column("customer")))] }),
  tally(
    "interaction",
    { n: { stat: "count" } },
    { pick: { take: "latest", per: second }, by: [dimension("t", column(second))] },
  ),
  unitMoments(
    "interaction",
    "customer",
    { "'); DROP": { agg: "count" } },
    { '"x': { stat: "sum", of: column("'); DROP") } },
    { by: [dimension("t", column(first))] },
  ),
  trails(
    transitions,
    { ...transitionDefaults, collapse: false },
    { kinds: ["interaction"], open: { by: [dimension("t", column(first))] } },
  ),
  trails(
    funnel,
    { ...funnelDefaults, steps: [HOSTILE[0] ?? "", HOSTILE[5] ?? ""] },
    {
      kinds: ["interaction"],
      unit: first,
      marks: [0, 5].map((k) =>
        mark(HOSTILE[k] ?? "", { kind: "interaction", when: eq(column(second), HOSTILE[k] ?? "") }),
      ),
    },
  ),
]

describe("hostile names and values", () => {
  it.live("are names and values in every format, every question and every label", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const place = yield* folder
        const file = (end: string) => path.join(place, `'); DROP TABLE x; -- "${end}`)
        // Ids of an inventory are plain; aliases and owners are any texts.
        const inventory = yield* decodeInventory({
          touchpoints: HOSTILE.map((name, k) => ({
            id: `p${k}`,
            stage: "before-purchase",
            aliases: [name],
            owner: name,
          })),
        })
        fs.writeFileSync(file(".jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"))
        const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
        const line = (cells: ReadonlyArray<string>) => `${cells.map(cell).join(",")}\n`
        fs.writeFileSync(
          file(".csv"),
          line(header) + rows.map((row) => line(header.map((name) => row[name] ?? ""))).join(""),
        )
        // The records of the file, read and decoded by core.
        const source = { name: "visits'; --", kind, mapping }
        const assembling = { model, calendar, inventory, asOf: HOUR * 1000 }
        const records = yield* fileRecords(source.name, file(".jsonl"), "jsonl")
        const decoded = yield* decodeRecords(records, mapping, kind, { source: source.name, zone: "UTC" })
        const facts = yield* assemble([decoded], assembling)
        const ask = (engine: Engine["Service"]) => engine.ask(questions)
        const expected = yield* Effect.provide(Effect.flatMap(Engine, ask), MemoryEngine.layer(facts))
        assert.isAbove(expected[0]?.groups.length ?? 0, 15)
        const origins: ReadonlyArray<Origin> = [
          { jsonl: file(".jsonl") },
          { csv: file(".csv") },
          { records: yield* fileRecords(source.name, file(".jsonl"), "jsonl") },
        ]
        for (const from of origins)
          yield* Effect.scoped(
            Effect.gen(function* () {
              const held = yield* load([{ ...source, from }], {
                ...assembling,
                resources: { threads: 2, memory: "256MB" },
              })
              assert.deepStrictEqual(held.outline.rejects, facts.rejects)
              assert.deepStrictEqual(yield* ask(yield* DuckDBEngine.make(held)), expected)
            }),
          )
      }),
    ),
  )
})
