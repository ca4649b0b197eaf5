import type { Report, Voice } from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { block } from "./blocks.ts"
import { captions } from "../speech/captions.ts"
import { plain } from "../speech/plain.ts"
import { brief, cut } from "./brief.ts"
import { linksOf } from "./links.ts"
import { type Markup, nothing, tag } from "./markup.ts"
import { manifest } from "./provenance.ts"
import { running, styles, type Theme } from "./styles.ts"

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** Characters of the title on the page. */
const TITLE = 200
/** Characters of the title at the foot of a sheet. */
const RUNNING = 70

/** Sections from which a report needs a list of them. */
const MANY = 5

/** The titles of all sections, which say what was found, as links. */
const contents = ({ blocks }: Report, voice: Voice): Markup => {
  const links = blocks.flatMap((part, i) =>
    part.type === "section" ? [tag`<li><a href="#s${String(i + 1)}">${voice.say(part.title)}</a></li>`] : [],
  )
  if (links.length < MANY) return nothing
  const label = captions[voice.locale].contents
  return tag`<nav aria-label="${label}"><details><summary>${label}</summary><ol>${links}</ol></details></nav>`
}

/** The whole page: one file that asks nothing of anybody. */
export const page = (report: Report, speaker: Voice, theme: Theme): string => {
  const voice = brief(speaker)
  const links = linksOf(report)
  const title = cut(voice.say(report.title), TITLE)
  const style: Markup = { markup: `${styles(theme)}${running(cut(plain(title), RUNNING))}` }
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
<header><h1>${title}</h1><p>${voice.say(message("report/asOf", { at: report.manifest.asOf }))}</p>${contents(report, voice)}</header>
<main id="main">
${report.blocks.map(
  (part, i) => tag`${block(voice, part, `s${i + 1}`, links)}
`,
)}</main>
${manifest(voice, report.manifest)}
</body>
</html>
`.markup
}
