// Takes the README's pictures: the first screen of the demo's report, and the map of its journey.
//
//   npm run demo && node scripts/picture.ts
import path from "node:path"
import { pathToFileURL } from "node:url"
import { chromium } from "playwright"
import { root } from "./tracked.ts"

const browser = await chromium.launch({
  executablePath: process.env["TOUCHPOINT_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
})
const page = await browser.newPage({ viewport: { width: 1280, height: 1080 }, colorScheme: "light" })
await page.goto(pathToFileURL(path.join(root, "examples/shop/out/report.html")).href)
await page.screenshot({ path: path.join(root, "docs/images/report.png") })
const map = page.locator("section", { has: page.locator("h2", { hasText: "Customer journey" }) }).last()
await map.screenshot({ path: path.join(root, "docs/images/journey.png") })
await browser.close()
