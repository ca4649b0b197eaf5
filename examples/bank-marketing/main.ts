// Calls of a Portuguese bank: who took the deposit, and after how many calls.
// UCI "Bank Marketing", CC BY 4.0 (Moro, Cortez & Rita 2014). Give the folder that holds bank-additional-full.csv.gz.
// Run: npm run bank-marketing -- --data <folder>
import { existsSync } from "node:fs"
import path from "node:path"
import { cochranArmitage } from "@touchpoint/core/stats"
import { analyze, readRecords, rows } from "touchpoint"

const at = process.argv.indexOf("--data")
const folder = at >= 0 ? process.argv[at + 1] : process.env["BANK_MARKETING_DATA"]
if (folder === undefined || !existsSync(path.join(folder, "bank-additional-full.csv.gz"))) {
  console.log(
    "bank-marketing: skipped, no data; give --data <folder with bank-additional-full.csv.gz> or BANK_MARKETING_DATA",
  )
  process.exit(0)
}
const clients = (await readRecords(path.join(folder, "bank-additional-full.csv.gz"))).map((row, i) => ({
  client: `client-${i + 1}`,
  calls: Number(row["campaign"]),
  contact: row["contact"],
  earlier: row["poutcome"],
  signed: row["y"] === "yes",
}))

// The file says how many calls a client got and whether he signed, but no dates: his calls are placed on days that
// follow each other, and what he signed after the last. Nothing below depends on which days these are.
const day = (n: number) => new Date(Date.UTC(2010, 0, 1) + n * 86_400_000).toISOString()
const calls = clients.flatMap(({ calls: n, client, contact }) =>
  Array.from({ length: n }, (_, i) => ({ id: `${client}/${i}`, client, channel: contact, at: day(i) })),
)
const deposits = clients.flatMap(({ calls: n, client, signed }) =>
  signed ? [{ id: client, client, at: day(n - 1) }] : [],
)

const taken = { id: "conversion-rate", steps: [{ kind: "contact" }, { kind: "order" }], within: 60 }
const { measurements } = await analyze({
  asOf: "2010-12-31",
  attributes: { customer: { calls: "integer", band: "text", earlier: "text" } },
  facts: {
    contacts: rows(
      calls,
      { eventId: "id", customer: "client", channel: "channel", at: "at" },
      { class: "marketing", touchpoint: "call" },
    ),
    orders: rows(deposits, { eventId: "id", customer: "client", at: "at" }),
    customers: rows(
      clients.map((one) => ({ ...one, band: one.calls > 10 ? "11 and more" : String(one.calls) })),
      {
        customer: "client",
        calls: "calls",
        band: "band",
        earlier: { column: "earlier", values: { nonexistent: "none", failure: "failure", success: "success" } },
      },
    ),
  },
  metrics: [
    taken,
    { ...taken, by: "channel", versus: { channel: "telephone" } },
    { ...taken, by: "customer.band" },
    { ...taken, by: "customer.earlier" },
    { id: "contact-pressure", form: "mean" },
    { id: "contact-pressure", form: "share-over", cap: 4, days: 365 },
  ],
})

const share = (x: number | null | undefined, digits = 2) =>
  x === null || x === undefined ? "–" : `${(x * 100).toFixed(digits)} %`
const show = (what: string, published: string, own: string) => console.log(`  ${what}: ${published} | ${own}`)
const [all] = measurements
const find = (dimension: string, value: string) => measurements.find(({ by }) => by[dimension] === value)

console.log("Bank marketing, published | counted by touchpoint:")
show("clients", "41188", String(all?.denominator))
show("signed", "4640", String(all?.numerator))
show("conversion", "11.27 %", share(all?.value))
show("reached by cell phone", "14.74 % (3853 of 26144)", counted(find("channel", "cellular")))
show("reached by telephone", "5.23 % (787 of 15044)", counted(find("channel", "telephone")))
show("success of an earlier campaign", "65.11 %", share(find("customer.earlier", "success")?.value))
const published: Readonly<Record<string, string>> = {
  "1": "13.037 % (n=17642)",
  "2": "11.457 % (n=10570)",
  "3": "10.747 % (n=5341)",
  "4": "9.393 % (n=2651)",
  "5": "7.505 % (n=1599)",
  "6": "7.661 % (n=979)",
  "7": "6.041 % (n=629)",
  "8": "4.250 % (n=400)",
  "9": "6.007 % (n=283)",
  "10": "5.333 % (n=225)",
  "11 and more": "3.107 % (n=869)",
}
const bands = Object.keys(published).flatMap((band) => find("customer.band", band) ?? [])
for (const [i, [band, text]] of Object.entries(published).entries())
  show(`after ${band} calls`, text, `${share(bands[i]?.value, 3)} (n=${bands[i]?.n})`)
const pressure = measurements.filter(({ metric }) => metric === "contact-pressure")
show("calls per client", "2.57", pressure[0]?.value?.toFixed(2) ?? "–")

const gap = find("channel", "cellular")?.versus
console.log("\nBeside them, what the publications do not print:")
console.log(`  conversion: 95 % interval ${share(all?.interval?.low)} … ${share(all?.interval?.high)}`)
console.log(
  `  cell phone less telephone: ${share(gap?.difference)} (${share(gap?.interval?.low)} … ${share(gap?.interval?.high)})`,
)
console.log(`  clients with more than four calls: ${share(pressure[1]?.value, 1)}`)
const trend = cochranArmitage(
  bands.map(({ denominator, numerator }, i) => ({ x: numerator ?? 0, n: denominator ?? 0, dose: i + 1 })),
)
console.log(`  trend over the number of calls (Cochran–Armitage): z = ${trend?.z.toFixed(2)}`)
console.log("  Who signs is not called again, so the series describes; it proves no fatigue.")

function counted(of: typeof all): string {
  return `${share(of?.value)} (${of?.numerator} of ${of?.denominator})`
}
