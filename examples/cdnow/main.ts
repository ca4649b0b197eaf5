// The purchases of one cohort: 23,570 people who first bought at the music shop CDNOW in the first quarter of 1997.
// The data have no licence to ship them: give the folder that holds CDNOW_master.txt.gz.
// Run: npm run cdnow -- --data <folder>
import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { gunzipSync } from "node:zlib"
import { analyze, rows } from "touchpoint"

const at = process.argv.indexOf("--data")
const folder = at >= 0 ? process.argv[at + 1] : process.env["CDNOW_DATA"]
if (folder === undefined || !existsSync(path.join(folder, "CDNOW_master.txt.gz"))) {
  console.log("cdnow: skipped, no data; give --data <folder with CDNOW_master.txt.gz> or CDNOW_DATA")
  process.exit(0)
}

/** What a customer bought on a day is one purchase, as in the publications. */
const purchases = new Map<string, { id: string; customer: string; day: string; discs: number; cents: number }>()
const lines = gunzipSync(readFileSync(path.join(folder, "CDNOW_master.txt.gz")))
  .toString("utf8")
  .trim()
  .split(/\r?\n/u)
for (const line of lines) {
  const [customer = "", date = "", discs, dollars] = line.trim().split(/ +/u)
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
  const id = `${customer}/${date}`
  const known = purchases.get(id) ?? { id, customer, day, discs: 0, cents: 0 }
  known.discs += Number(discs)
  known.cents += Math.round(Number(dollars) * 100)
  purchases.set(id, known)
}

/** Months that were whole when the data end, by cohort. */
const indexes = Array.from({ length: 17 }, (_, i) => i + 1)
const orders = rows(
  [...purchases.values()],
  { eventId: "id", customer: "customer", at: "day", amount: "cents" },
  { currency: "USD" },
)
const { measurements } = await analyze({
  facts: { orders },
  currency: "USD",
  asOf: "1998-06-30",
  metrics: [
    { id: "repeat-rate" },
    { id: "purchase-frequency" },
    { id: "average-order-value" },
    ...indexes.map((index) => ({ id: "retention", index, every: "month" as const, period: "1997-Q1" })),
  ],
})
const [repeat, frequency, value] = measurements

const show = (what: string, published: string, own: string) => console.log(`  ${what}: ${published} | ${own}`)
console.log("CDNOW, published | counted by touchpoint:")
show("lines of the file", "69659", String(lines.length))
show("customers", "23570", String(repeat?.denominator))
show("compact discs", "167881", String([...purchases.values()].reduce((sum, { discs }) => sum + discs, 0)))
show("dollars", "2500315.63", String((value?.numerator ?? 0) / 100))
show("customers with purchases on two days", "11516 = 48.8587 %", `${repeat?.numerator} = ${percent(repeat?.value, 4)}`)

// Customers back in month k after that of their first purchase, by the month of that purchase.
const published: Readonly<Record<string, ReadonlyArray<number>>> = {
  "1997-01": [1157, 964, 810, 679, 736, 720, 582, 559, 594, 673, 634, 528, 511, 664, 472, 497, 498],
  "1997-02": [1312, 980, 783, 847, 786, 626, 619, 666, 721, 661, 545, 568, 718, 545, 548, 551],
  "1997-03": [1032, 752, 756, 674, 564, 561, 579, 634, 569, 464, 472, 678, 420, 443, 457],
}
const cohorts = measurements.filter(({ metric }) => metric === "retention")
for (const [month, counts] of Object.entries(published)) {
  const own = cohorts.filter(({ period, value: share }) => share !== null && period?.from.startsWith(month))
  show(`cohort ${month}, customers back by month`, counts.join(" "), own.map(({ numerator }) => numerator).join(" "))
}

console.log("\nBeside them, what the publications do not print:")
const interval = (of: typeof repeat, as: (x: number | null | undefined) => string) =>
  `${as(of?.value)} (95 % interval ${as(of?.interval?.low)} … ${as(of?.interval?.high)})`
console.log(`  share of customers who bought again: ${interval(repeat, (x) => percent(x, 1))}`)
console.log(`  purchases per customer: ${interval(frequency, (x) => x?.toFixed(3) ?? "–")}`)
console.log(`  dollars per purchase: ${interval(value, (x) => ((x ?? 0) / 100).toFixed(2))}`)

function percent(share: number | null | undefined, digits: number): string {
  return share === null || share === undefined ? "–" : `${(share * 100).toFixed(digits)} %`
}
