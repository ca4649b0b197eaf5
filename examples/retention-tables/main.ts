// Customers with a contract, from published tables of how many were left after each year: who stays, year by year.
// Run: npm run retention-tables
import { analyze, rows } from "touchpoint"
import { cohort, firstYear, segments } from "./tables.ts"

/**
 * One row per customer of a table: there from the end of a year on, and lost in the middle of the year the table says.
 * When in that year is not in the table, and nothing below depends on it.
 */
const customersOf = (plan: string, year: number, left: ReadonlyArray<number>) =>
  Array.from({ length: left[0] ?? 0 }, (_, i) => {
    const lost = left.findIndex((n) => i >= n)
    const until = lost < 0 ? null : `${year + lost}-07-01`
    return { customer: `${plan} ${i}`, from: `${year}-12-31`, until, plan }
  })
const subscriptions = (customers: ReturnType<typeof customersOf>) => ({
  subscriptions: rows(customers, { customer: "customer", at: "from", until: "until", plan: "plan" }),
})
const text = (shares: ReadonlyArray<number | null | undefined>, digits = 3) =>
  shares.map((x) => (x === null || x === undefined ? "–" : x.toFixed(digits))).join(" ")
const show = (what: string, published: string, own: string) => console.log(`  ${what}: ${published} | ${own}`)

// Two segments of 1,000 customers each, followed for twelve years.
const years = Array.from({ length: 12 }, (_, i) => i + 1)
const { measurements: followed } = await analyze({
  asOf: "2012-12-31",
  facts: subscriptions(Object.entries(segments).flatMap(([name, left]) => customersOf(name, 2000, left))),
  metrics: [
    ...years.map((year) => ({
      id: "customer-survival",
      days: 365 * year,
      by: "plan",
      versus: { plan: "Regular" },
    })),
    { id: "churn-rate", by: "plan", every: "year" },
  ],
})
console.log("Retention tables, published | counted by touchpoint:")
const rates: Readonly<Record<string, string>> = {
  Regular: "0.631 0.742 0.816 0.853 0.887 0.907 0.920 0.925 0.928 0.937 0.943 0.945",
  "High end": "0.869 0.855 0.879 0.908 0.929 0.938 0.950 0.953 0.951 0.960 0.958 0.963",
}
/** Of every year that somebody began as a customer, the share still there at its end. */
const kept = (of: typeof followed, plan?: string) =>
  of
    .filter(({ by, metric }) => metric === "churn-rate" && by["plan"] === plan)
    .flatMap(({ period, value }) => (value === null || period?.complete !== true ? [] : [1 - value]))
for (const [name, left] of Object.entries(segments)) {
  const survival = followed.filter(({ by, metric }) => metric === "customer-survival" && by["plan"] === name)
  const counts = survival.map(({ value }) => (value === null ? "–" : Math.round(value * 1000)))
  show(`${name}, left of 1000 after each year`, left.slice(1).join(" "), counts.join(" "))
  show(`${name}, retention rate of each year`, rates[name] ?? "", text(kept(followed, name)))
}

// Five cohorts of 10,000, one a year. Facts go on into 2008, so that those there at its beginning are known.
const cohorts = Array.from({ length: 5 }, (_, i) => firstYear + i)
const { measurements: overall } = await analyze({
  asOf: "2008-01-31",
  facts: subscriptions(cohorts.flatMap((year) => customersOf(`${year}`, year, cohort))),
  metrics: [
    { id: "churn-rate", every: "year" },
    { id: "churn-rate", every: "year", by: "plan" },
  ],
})
const sums = [10_000, 16_334, 20_701, 23_965, 26_569]
const there = overall.flatMap(({ by, denominator }) => (by["plan"] === undefined && denominator ? [denominator] : []))
show("cohorts together, customers at the end of 2003 to 2007", sums.join(" "), there.join(" "))
const fromSums = sums.slice(1).map((sum, i) => (sum - 10_000) / (sums[i] ?? 0))
show("cohorts together, retention rate of 2004 to 2007", text(fromSums), text(kept(overall)))

console.log("\nBeside them, what the publications do not print:")
const last = followed.findLast(({ metric, versus }) => metric === "customer-survival" && versus !== undefined)
const { interval, value } = last?.versus ?? {}
console.log(`  left of the high end after twelve years: ${text([last?.value])}, of the regular ${text([value])}`)
console.log(
  `  difference: ${text([last?.versus?.difference])} (95 % interval ${text([interval?.low])} … ${text([interval?.high])})`,
)
const apart = cohorts.flatMap((year) => kept(overall, `${year}`).at(-1) ?? [])
const mean = apart.reduce((sum, rate) => sum + rate, 0) / apart.length
console.log(
  `  retention rate of 2007, the trap: mean of the cohorts' own rates ${text([mean])}, of all customers ${text(kept(overall).slice(-1))}`,
)
