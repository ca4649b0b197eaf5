// Takes the README's picture: the first screen of the demo's report.
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
const page = await browser.newPage({ viewport: { width: 1280, height: 1840 }, colorScheme: "light" })
await page.goto(pathToFileURL(path.join(root, "examples/shop/out/report.html")).href)
await page.screenshot({ path: path.join(root, "docs/images/report.png") })
await browser.close()
