import {
  type Cohorts,
  type Funnel,
  type Growth,
  type Histogram,
  type JourneyMap,
  notesOf,
  periodText,
  type Voice,
} from "@touchpoint/core/report"
import { message } from "@touchpoint/core/rules"
import { funnelModel } from "../speech/funnelModel.ts"
import { growthModel } from "../speech/growthModel.ts"
import { histogramModel } from "../speech/histogramModel.ts"
import { journeyModel, scoreOf } from "../speech/journeyModel.ts"
import { headed } from "../speech/plain.ts"
import { isWeak, weakMark } from "../speech/scale.ts"
import { code, escape, table } from "./escape.ts"
import { marks, notesList } from "./notes.ts"

/** Characters the longest bar is wide. */
const WIDTH = 30

const bar = (share: number): string => "█".repeat(Math.max(0, Math.round(share * WIDTH)))

const left = (text: string) => ({ text, right: false })
const right = (text: string) => ({ text, right: true })

/** The journey as a table: a row per touchpoint in the order of the journey; a stage without any has a row too. */
export const journeyMap = (voice: Voice, map: JourneyMap): string => {
  const { label, wording } = voice
  const promises = map.touchpoints.some(({ promise }) => promise !== null)
  const counted = map.touchpoints.some(({ interactions }) => interactions !== null)
  const scored = scoreOf(map)
  const [promised] = map.touchpoints.flatMap(({ promise }) => promise ?? [])
  const rows = journeyModel(voice, map).flatMap((stage) => {
    const entries = stage.lanes.flatMap((lane) =>
      lane.entries.map(({ findings, interactions, name, promise, score, status }) => [
        stage.name,
        status === "" ? name : `${name} (${status})`,
        lane.name,
        score,
        ...(promises ? [promise] : []),
        ...(counted ? [interactions] : []),
        findings,
      ]),
    )
    return entries.length > 0
      ? entries
      : [[stage.name, label("noTouchpoint"), "", "", ...(promises ? [""] : []), ...(counted ? [""] : []), ""]]
  })
  const weak = map.touchpoints.some(({ promise, score }) => [promise, score].some((m) => m !== null && isWeak(m)))
  return [
    `**${escape(voice.say(map.title))}**`,
    table(
      [
        left(wording.name("dimension", "stage")),
        left(wording.name("dimension", "touchpoint")),
        left(wording.name("dimension", "mode")),
        right(scored === null ? label("score") : wording.metric(scored)),
        ...(promised === undefined ? [] : [right(wording.metric(promised))]),
        ...(counted ? [right(headed(wording.name("kind", "interaction"), voice.locale))] : []),
        left(label("findings")),
      ],
      rows.map((cells) => cells.map(escape)),
    ),
    ...(weak ? [`\\* ${escape(label("fewMark"))}`] : []),
  ].join("\n\n")
}

/** A funnel as a table with bars. */
export const funnel = (voice: Voice, part: Funnel): string => {
  const { label } = voice
  const { name, notes, steps, title } = funnelModel(voice, part)
  const shared = [...new Set([...notes.common, ...steps.flatMap(({ overall }) => notes.of(overall))])]
  return [
    `**${escape(`${name}: ${title}`)}**${marks(shared)}`,
    table(
      [
        left(label("step")),
        left(label("share")),
        right(label("ofAll")),
        right(voice.intervalLabel(part.steps.map(({ overall }) => overall.interval))),
        right(label("reached")),
        right(label("ofPrevious")),
        right(label("dropOff")),
      ],
      steps.map(({ dropOff, interval, name: step, onward, overall, reached, share }) => [
        escape(step),
        overall.value === null ? "" : code(bar(overall.value)),
        ...[share, interval, reached, onward, dropOff].map(escape),
      ]),
    ),
    ...notesList(notes),
  ].join("\n\n")
}

/** Cohorts as a table: a row per cohort, a column per period after the first. */
export const cohorts = (voice: Voice, { columns, every, rows, title }: Cohorts): string => {
  const { label, say, wording } = voice
  const measured = rows.flatMap(({ cells }) => cells.filter((m) => m !== null))
  const notes = notesOf(voice, measured)
  return [
    `**${escape(say(title))}**${marks(notes.common)}`,
    table(
      [
        left(label("cohort")),
        right(label("sample")),
        ...columns.map((index) => right(say(message("report/periodsLater", { index, every })))),
      ],
      rows.map(({ cells, n, period }) => [
        escape(periodText(voice, period)),
        wording.count(n),
        ...cells.map((m) =>
          m === null ? "" : `${escape(`${wording.value(m.value, m.unit)}${weakMark(m)}`)}${marks(notes.of(m))}`,
        ),
      ]),
    ),
    ...notesList(notes),
  ].join("\n\n")
}

/** A histogram as a table with bars; bars over the cap are hatched. */
export const histogram = (voice: Voice, part: Histogram): string => {
  const { label, say, wording } = voice
  const bins = histogramModel(voice, part)
  const most = Math.max(...bins.map(({ share }) => share), 0)
  const cap = part.cap === null ? "" : ` (${say(message("report/cap", { cap: part.cap }))})`
  return [
    `**${escape(`${say(part.title)}${cap}`)}**`,
    table(
      [
        left(label("value")),
        left(""),
        right(headed(wording.name("unitOfN", part.unitOfN), voice.locale)),
        right(label("share")),
      ],
      bins.map(({ countText, name, over, share, shareText }) => [
        escape(over ? `${name} (${label("overCap")})` : name),
        share === 0 || most === 0
          ? ""
          : code(over ? bar(share / most).replaceAll("█", "▒") || "▏" : bar(share / most) || "▏"),
        escape(countText),
        escape(shareText),
      ]),
    ),
  ].join("\n\n")
}

/** What a change of sales is made of, as a table. */
export const growth = (voice: Voice, part: Growth): string => {
  const { headers, rows, title } = growthModel(voice, part)
  return [
    table(
      headers.map((header, i) => (i === 0 ? left(escape(header)) : right(escape(header)))),
      rows.map((row) => row.map(escape)),
    ),
    escape(title),
  ].join("\n\n")
}
