import { Effect } from "effect"
import { html } from "@touchpoint/renderers/html"
import { writeFileSync } from "node:fs"
import { reportWith, voiceOf, HOSTILE } from "/work/main/packages/renderers/test/fixture.ts"
const locale = (process.argv[2] ?? "en") as "en"
const report = reportWith(HOSTILE)
const bytes = await Effect.runPromise(html.render(report, voiceOf(report, locale)))
writeFileSync("/tmp/report.html", bytes)
console.log(bytes.length)
