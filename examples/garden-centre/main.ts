// A real survey of a chain of garden centres: recommendation and satisfaction by buying frequency.
// Run: npm run demo
import path from "node:path"
import { pathToFileURL } from "node:url"
import { analyze, csv } from "touchpoint"

const here = import.meta.dirname
const scale = { min: 1, max: 10 }
const frequency = {
  column: "NbPassageKS",
  bands: { "1–2 visits": 1, "3–5 visits": 3, "6–11 visits": 6, "12 visits and more": 12 },
}
/** The survey asks two questions in one row: one row makes two answers. */
const question = (instrument: string, score: string) =>
  csv(
    "survey.csv",
    { customer: "id", score, comment: "explication", frequency },
    { instrument, scale },
    { name: `survey.csv (${instrument})`, absent: ["NA"] },
  )

const report = await analyze(
  {
    title: "Garden centres: who recommends us?",
    zone: "Europe/Paris",
    attributes: { feedback: { frequency: "text", comment: "text" } },
    facts: { feedback: [question("nps", "nps"), question("csat", "satisfaction")] },
    metrics: [
      { id: "nps", scale },
      { id: "csat", scale },
      { id: "nps", scale, by: "frequency" },
      { id: "csat", scale, by: "frequency" },
      { id: "csat", scale, form: "mean", by: "frequency", versus: { frequency: "1–2 visits" } },
    ],
    names: { dimension: { frequency: { en: "Visits in the year", ru: "Визитов за год", pl: "Wizyty w roku" } } },
  },
  { base: here },
)

const file = await report.save("out/report.html")

// The figures of the data's own description, counted by somebody else, beside ours.
const published = { score: 51.7889, answers: 3354 }
const [nps] = report.measurements
console.log("Net Promoter Score of 3,448 answers (asked on 1–10):")
console.log(`  published ${published.score} from ${published.answers} scores`)
console.log(
  `  touchpoint ${nps?.value?.toFixed(4)} from ${nps?.n} scores, 95 % interval ${nps?.interval?.low?.toFixed(1)} … ${nps?.interval?.high?.toFixed(1)}`,
)
console.log(`\nThe report: ${path.relative(process.cwd(), file)}\n  ${pathToFileURL(file).href}`)
