// Compares every figure of the standard report with those of the scripts written by hand, and ends with 1 where any
// differs. Counts have to be equal, credits to agree to a billionth, and quantiles to lie within our histograms' 1 %.
//
//   node --conditions=@touchpoint/source bench/standard/compare.ts FILE [JSON of another rival's answers]
import * as fs from "node:fs"
import path from "node:path"
import { define } from "@touchpoint/core/facts"
import { Calendar } from "@touchpoint/core/time"
import { DuckDBEngine, load } from "@touchpoint/engine-duckdb"
import { Effect } from "effect"
import { figuresOf, keys, quantiles } from "./figures.ts"
import { questions } from "./questions.ts"
import { type Answers, byHand, partScripts, type Row, wholeScript } from "./rivals.ts"

const ours = (file: string): Promise<Answers> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const model = define()
        const map = Object.fromEntries(["customer", "touchpoint", "at", "sequence"].map((name) => [name, name]))
        const facts = yield* load(
          [
            {
              name: file,
              kind: model.kinds.interaction,
              mapping: { kind: "interaction", map },
              from: file.endsWith(".csv") ? { csv: file } : { parquet: file },
            },
          ],
          { model, calendar: Calendar.make("UTC") },
        )
        const engine = yield* DuckDBEngine.make(facts)
        const answers = yield* engine.ask(Object.values(questions))
        return figuresOf(
          new Map(Object.keys(questions).map((name, i) => [name, answers[i] as (typeof answers)[number]])),
        )
      }),
    ),
  )

/** Figures by the names of their rows and columns. */
const named = (part: string, rows: ReadonlyArray<Row>): ReadonlyMap<string, number | null> => {
  const by = keys[part] ?? []
  const figures = new Map<string, number | null>()
  for (const row of rows)
    for (const [column, value] of Object.entries(row)) {
      if (by.includes(column)) continue
      const name = `${by.map((key) => row[key] ?? "–").join(", ")}: ${column}`
      if (figures.has(name)) throw new Error(`${part} has two figures named ${name}`)
      figures.set(name, value === null ? null : Number(value))
    }
  return figures
}

const agree = (name: string, a: number | null, b: number | null): boolean => {
  if (a === null || b === null) return a === b
  const column = name.slice(name.lastIndexOf(": ") + 2)
  // A histogram's quantile is off by 1 % at most; the rest is what rounding adds.
  const error = quantiles.has(column) ? 0.010001 * Math.abs(b) : 1e-9 * Math.max(1, Math.abs(b))
  return Math.abs(a - b) <= error
}

/** Prints what differs, and gives how much. */
const compare = (title: string, left: Answers, right: Answers): number => {
  let [differ, compared] = [0, 0]
  for (const [part, rows] of right) {
    const [own, other] = [named(part, left.get(part) ?? []), named(part, rows)]
    const wrong = [...new Set([...own.keys(), ...other.keys()])].filter(
      (name) => !agree(name, own.get(name) ?? null, other.get(name) ?? null),
    )
    compared += other.size
    differ += wrong.length
    for (const name of wrong.slice(0, 10))
      console.log(
        `${title}, ${part}: ${name} is ${own.get(name) ?? "absent"} here, ${other.get(name) ?? "absent"} there`,
      )
    if (wrong.length > 10) console.log(`${title}, ${part}: ${wrong.length - 10} more differ`)
  }
  const absent = [...left.keys()].filter((part) => !right.has(part))
  if (absent.length > 0) console.log(`${title}: not answered: ${absent.join("; ")}`)
  console.log(`${title}: ${compared} figures compared, ${differ} differ`)
  return differ + absent.length
}

const [file = "", others] = process.argv.slice(2)
const own = await ours(file)
let differ = compare(path.basename(wholeScript), own, (await byHand(file, [wholeScript])).answers)
for (const script of partScripts()) {
  const { answers } = await byHand(file, [script])
  differ += compare(path.basename(script), new Map([...own].filter(([part]) => answers.has(part))), answers)
}
if (others !== undefined) {
  const read = JSON.parse(fs.readFileSync(others, "utf8")) as { readonly answers: Record<string, ReadonlyArray<Row>> }
  differ += compare(path.basename(others), own, new Map(Object.entries(read.answers)))
}
process.exitCode = differ > 0 ? 1 : 0
