import type { Growth, Voice } from "@touchpoint/core/report"
import { growthModel } from "../speech/growthModel.ts"
import { type Markup, tag } from "./markup.ts"
import { plainTable } from "./plainTable.ts"

/** What a change of sales is made of: a table, and below it what its parts mean. */
export const growth = (voice: Voice, part: Growth): Markup => {
  const { headers, rows, title } = growthModel(voice, part)
  const columns = headers.map((header, i) => ({ header, figure: i > 0 }))
  const cells = rows.map((row) => row.map((text) => tag`${text}`))
  return tag`<figure>${plainTable(voice.wording.metric(part.measurement), columns, cells)}<figcaption>${title}</figcaption></figure>`
}
