// A simulated shop, all kinds of facts. More customers: TOUCHPOINT_CUSTOMERS=1000000 npm run bench -- simulation
import { simulateShop } from "@touchpoint/simulation"
import type { Bench } from "./measure.ts"

const customers = Number(process.env["TOUCHPOINT_CUSTOMERS"] ?? 100_000)

const simulate = (stories: "all" | undefined) => {
  const rows = new Map<string, number>()
  for (const table of simulateShop({ customers, ...(stories === undefined ? {} : { stories }) }).batches())
    rows.set(table.kind.id, (rows.get(table.kind.id) ?? 0) + table.rows)
  return rows
}
const sum = (rows: ReadonlyMap<string, number>) => [...rows.values()].reduce((total, count) => total + count, 0)

const bench = (name: string, stories: "all" | undefined): Bench<null> => {
  let peak = 0
  return {
    name,
    prepare: () => null,
    run: () => {
      const started = process.cpuUsage()
      const rows = simulate(stories)
      const { system, user } = process.cpuUsage(started)
      peak = Math.max(peak, process.resourceUsage().maxRSS)
      const seconds = (user + system) / 1e6
      console.log(
        `    ${customers} customers, ${sum(rows)} rows, ${rows.get("interaction") ?? 0} interactions: ` +
          `${seconds.toFixed(1)} s of processor time, ${Math.round(sum(rows) / seconds)} rows/s, ` +
          `peak ${Math.round(peak / 1024)} MiB`,
      )
    },
    runs: 1,
  }
}

const benches: ReadonlyArray<Bench<null>> = [bench("a clean shop", undefined), bench("a shop with every story", "all")]
export default benches
