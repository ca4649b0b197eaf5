import type { Report, Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { block } from "./blocks.ts"
import { type Markup, tag } from "./markup.ts"
import { manifest } from "./provenance.ts"
import { styles, type Theme } from "./styles.ts"

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** The whole page: one file that asks nothing of anybody. */
export const page = (report: Report, voice: Voice, theme: Theme): string => {
  const title = voice.say(report.title)
  const style: Markup = { markup: styles(theme) }
  return tag`<!doctype html>
<html lang="${voice.locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: POLICY }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="touchpoint">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">${voice.label("skip")}</a>
<header><h1>${title}</h1><p>${voice.say(message("report/asOf", { at: report.manifest.asOf }))}</p></header>
<main id="main">
${report.blocks.map(
  (part, i) => tag`${block(voice, part, `s${i + 1}`)}
`,
)}</main>
${manifest(voice, report.manifest)}
</body>
</html>
`.markup
}
