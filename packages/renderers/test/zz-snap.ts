import { chromium } from "playwright"
const args = ["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"]
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args })
for (const w of [390, 1440]) for (const s of ["light", "dark"] as const) {
  const p = await b.newPage({ viewport: { width: w, height: 900 }, colorScheme: s, deviceScaleFactor: 1 })
  p.on("console", (m) => console.log(w, s, m.text()))
  await p.goto("file:///tmp/report.html")
  const H = await p.evaluate(() => document.scrollingElement!.scrollHeight), step = w === 390 ? 2000 : 1500
  for (let y = 0; y < H; y += step) await p.screenshot({ path: `/tmp/c-${w}-${s}-${Math.floor(y / step)}.png`, fullPage: true, clip: { x: 0, y, width: w, height: Math.min(step, H - y) } })
  console.log(w, s, await p.evaluate(() => [document.scrollingElement!.scrollWidth, innerWidth, document.scrollingElement!.scrollHeight]))
  if (w === 1440 && s === "light") { await p.pdf({ path: "/tmp/report.pdf", preferCSSPageSize: true, format: "A4", printBackground: true }) }
  await p.close()
}
await b.close()
