import { recordsOf, simulateShop } from "@touchpoint/simulation"
import { analyze } from "touchpoint"
import { writeFileSync } from "node:fs"
const [, , customers = "2500", stories = "all"] = process.argv
const shop = simulateShop({ customers: Number(customers), seed: 1, stories: stories === "all" ? "all" : [] } as never)
const facts: Record<string, unknown> = {}
for (const table of shop.tables().values()) {
  const rows = [...recordsOf(table)]
  const map: Record<string, string> = {}
  for (const key of Object.keys(rows[0] ?? {})) map[key] = key
  facts[table.kind.plural] = { rows, map, name: table.kind.plural }
}
const t = Date.now()
const report = await analyze({
  title: "The shop",
  inventory: shop.inventory as never,
  zone: shop.zone,
  asOf: shop.asOf,
  currency: shop.currency,
  attributes: shop.attributes as never,
  facts: facts as never,
})
console.error("analyse", Date.now() - t, "ms", report.measurements.length, report.failures)
for (const l of ["en", "ru", "pl"] as const) {
  for (const w of [80, 120])
    writeFileSync(
      `/tmp/f1/shop.${l}.${w}.txt`,
      await report.render("terminal", { locale: l, options: { width: w, colors: true } }),
    )
  writeFileSync(`/tmp/f1/shop.${l}.md`, await report.render("markdown", { locale: l }))
  writeFileSync(`/tmp/f1/shop.${l}.html`, await report.render("html", { locale: l }))
}
writeFileSync(`/tmp/f1/shop.json`, await report.render("json"))
console.error("all", Date.now() - t, "ms")
