import {
  type Cohorts,
  type Funnel,
  type Growth,
  type Histogram,
  type JourneyMap,
  notesOf,
  periodText,
} from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { bar } from "../speech/characters.ts"
import { funnelModel } from "../speech/funnelModel.ts"
import { growthModel } from "../speech/growthModel.ts"
import { histogramModel } from "../speech/histogramModel.ts"
import { type JourneyEntry, journeyModel, scoreOf } from "../speech/journeyModel.ts"
import { headed } from "../speech/plain.ts"
import { isWeak, weakMark } from "../speech/scale.ts"
import { type Lines, noteLines, type Page, prose, raised } from "./Page.ts"
import type { Style } from "./paint.ts"
import { type Column, omitted, type Row, table } from "./table.ts"
import { widthOf } from "./width.ts"

const SEVERITIES: Readonly<Record<"critical" | "warning" | "info", Style>> = {
  critical: "bad",
  warning: "warning",
  info: "accent",
}

/** The journey as a compact table: a heading per stage, a row per touchpoint. */
export const journeyMap = (page: Page, map: JourneyMap): Lines => {
  const { voice } = page
  const { label, wording } = voice
  const promises = map.touchpoints.flatMap(({ promise }) => promise ?? [])
  const counted = map.touchpoints.some(({ interactions }) => interactions !== null)
  const scored = scoreOf(map)
  const columns: ReadonlyArray<Column> = [
    { header: wording.name("dimension", "touchpoint"), flexible: true, least: 22 },
    { header: wording.name("dimension", "mode"), flexible: true, least: 8, omit: 1 },
    { header: scored === null ? label("score") : wording.metric(scored), right: true },
    ...(promises[0] === undefined ? [] : [{ header: wording.metric(promises[0]), right: true }]),
    ...(counted ? [{ header: headed(wording.name("kind", "interaction"), voice.locale), right: true, omit: 2 }] : []),
    { header: label("findings") },
  ]
  const row = (
    lane: string,
    { findings, interactions, name, promise, score, status, touchpoint }: JourneyEntry,
  ): Row => {
    const [gravest] = (["critical", "warning", "info"] as const).filter((severity) =>
      touchpoint.findings.some((finding) => finding.severity === severity),
    )
    return [
      { text: status === "" ? name : `${name} (${status})`, indent: 2 },
      lane,
      { text: score, style: touchpoint.score === null || isWeak(touchpoint.score) ? "dim" : "strong" },
      ...(promises.length === 0 ? [] : [promise]),
      ...(counted ? [interactions] : []),
      { text: findings, style: gravest === undefined ? null : SEVERITIES[gravest] },
    ]
  }
  const rows = journeyModel(voice, map).flatMap(({ lanes, name, phase }): ReadonlyArray<Row> => {
    const entries = lanes.flatMap((lane) => lane.entries.map((entry) => row(lane.name, entry)))
    return [
      { heading: phase === name ? name : `${name} · ${phase}` },
      ...(entries.length > 0 ? entries : [[{ text: label("noTouchpoint"), indent: 2, style: "dim" as const }]]),
    ]
  })
  const weak = map.touchpoints.some(({ promise, score }) => [promise, score].some((m) => m !== null && isWeak(m)))
  return [
    ...prose(page, voice.say(map.title), "dim"),
    ...table(page, columns, rows),
    ...(weak ? prose(page, label("fewMark"), "dim", "* ") : []),
  ]
}

/** A funnel: a bar per step, and what was lost on the way to it. */
export const funnel = (page: Page, part: Funnel): Lines => {
  const { voice, width } = page
  const { label } = voice
  const { name, notes, steps, title } = funnelModel(voice, part)
  const room = Math.max(10, Math.min(40, width - 58))
  const worst = Math.min(...steps.flatMap(({ relative }) => relative?.value ?? []))
  const columns: ReadonlyArray<Column> = [
    { header: label("step"), flexible: true, least: 20 },
    { header: "" },
    { header: label("ofAll"), right: true },
    { header: voice.intervalLabel(part.steps.map(({ overall }) => overall.interval)), right: true, omit: 2 },
    { header: label("reached"), right: true },
    { header: label("dropOff"), right: true },
    { header: label("ofPrevious"), right: true, omit: 1 },
  ]
  return [
    ...prose(page, name, "strong"),
    ...prose(page, title, "dim"),
    ...table(
      page,
      columns,
      steps.map(({ dropOff, interval, name: step, onward, overall, reached, relative, share }): Row => [
        step,
        { text: overall.value === null ? "" : bar(overall.value, room), style: "accent" },
        { text: `${share}${raised(notes.of(overall))}`, style: "strong" },
        interval,
        reached,
        { text: dropOff, style: relative !== null && relative.value === worst ? "bad" : null },
        onward,
      ]),
    ),
    ...noteLines(page, notes.sentences),
  ]
}

const SHADES = ["shade1", "shade2", "shade3", "shade4", "shade5"] as const

/** Cohorts as a table, shaded by the share that came back. */
export const cohorts = (page: Page, { columns: indexes, every, rows, title }: Cohorts): Lines => {
  const { voice } = page
  const { label, wording } = voice
  const measured = rows.flatMap(({ cells }) => cells.filter((m) => m !== null))
  const most = Math.max(...measured.map(({ value }) => value ?? 0))
  const least = Math.min(...measured.flatMap(({ value }) => value ?? []))
  const notes = notesOf(voice, measured)
  const shade = (value: number): Style =>
    SHADES[most === least ? 2 : Math.round(((value - least) / (most - least)) * (SHADES.length - 1))] ?? "shade3"
  const columns: ReadonlyArray<Column> = [
    { header: label("cohort") },
    { header: label("sample"), right: true },
    ...indexes.map((index, i) => ({ header: `+${wording.count(index)}`, right: true, omit: i + 1 })),
  ]
  const cells = rows.map(({ cells: shown, n, period }): Row => [
    periodText(voice, period),
    wording.count(n),
    ...shown.map((m) => {
      if (m === null) return ""
      if (m.value === null) return { text: wording.value(null, m.unit), style: "dim" as const }
      const text = m.unit.kind === "proportion" ? wording.percent(m.value, 0) : wording.value(m.value, m.unit)
      return { text: `${text}${weakMark(m)}`, style: isWeak(m) ? ("dim" as const) : shade(m.value) }
    }),
  ])
  const left = omitted(page, columns, cells)
  return [
    ...prose(page, voice.say(title), "dim"),
    ...prose(page, voice.say(message("report/cohortColumns", { every })), "dim"),
    ...table(page, columns, cells),
    ...(left.length === 0 ? [] : prose(page, left.join(", "), "dim", "… ")),
    ...noteLines(page, notes.sentences),
  ]
}

/** A histogram: a bar per value; those over the cap stand out. */
export const histogram = (page: Page, part: Histogram): Lines => {
  const { voice, width } = page
  const { label, say, wording } = voice
  const bins = histogramModel(voice, part)
  const most = Math.max(...bins.map(({ share }) => share), 0)
  const notes = notesOf(voice, [part.measurement])
  const mark = `${label("overCap")} (${say(message("report/cap", { cap: part.cap ?? 0 }))})`
  const heads = [label("value"), headed(wording.name("unitOfN", part.unitOfN), voice.locale), label("share"), mark]
  const rest = heads.reduce((sum, head) => sum + Math.max(widthOf(head), 6) + 2, 0)
  const room = Math.max(10, Math.min(60, width - rest))
  return [
    ...prose(page, say(part.title), "dim"),
    ...table(
      page,
      [
        { header: label("value"), right: true },
        { header: "" },
        { header: headed(wording.name("unitOfN", part.unitOfN), voice.locale), right: true },
        { header: label("share"), right: true },
        { header: "" },
      ],
      bins.map(({ countText, name, over, share, shareText }, i): Row => {
        const length = most === 0 ? 0 : share / most
        // Hatched characters have no eighths.
        const hatched = "▒".repeat(Math.max(share > 0 ? 1 : 0, Math.round(length * room)))
        return [
          name,
          { text: over ? hatched : bar(length, room), style: over ? "bad" : "accent" },
          countText,
          shareText,
          over && bins[i - 1]?.over !== true ? { text: mark, style: "bad" } : "",
        ]
      }),
    ),
    ...noteLines(page, notes.sentences),
  ]
}

/** What a change of sales is made of, as a table. */
export const growth = (page: Page, part: Growth): Lines => {
  const { headers, rows, title } = growthModel(page.voice, part)
  return [
    ...table(
      page,
      headers.map((header, i) => (i === 0 ? { header, flexible: true } : { header, right: true })),
      rows,
    ),
    ...prose(page, title, "dim"),
  ]
}
