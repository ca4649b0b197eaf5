import type { LimitExceeded } from "@touchpoint/core/engine"
import * as Effect from "effect/Effect"
import { answerSettings, newerSettings } from "./answerSettings.ts"
import { ClickHouseFailed } from "./ClickHouseFailed.ts"
import type { Session } from "./Session.ts"
import { literal } from "./sql.ts"

const DOING = "looking at the settings"

/**
 * Looks whether the settings of {@link answerSettings} are in force: a profile may not allow to set them, and what stands
 * before a server may leave them out on the way.
 */
export const checkSettings = Effect.fnUntraced(function* (
  session: Session,
): Effect.fn.Return<void, ClickHouseFailed | LimitExceeded> {
  const wanted = new Map(
    Object.entries({ ...answerSettings, ...newerSettings }).map(([name, value]) => [name, String(value)]),
  )
  const names = [...wanted.keys()].map(literal).join(", ")
  // One row: of several, the settings in question might leave some out.
  const sql = `SELECT toJSONString(groupArray([name, value, toString(changed)])) FROM system.settings WHERE name IN (${names})`
  const [[cell] = []] = yield* session.rows(DOING, sql)
  const rows = typeof cell === "string" ? (JSON.parse(cell) as ReadonlyArray<readonly [string, string, string]>) : []
  const found = new Map(rows.map(([name, value]) => [name, value]))
  const changed = new Set(rows.flatMap(([name, , one]) => (one === "1" ? [name] : [])))
  // Servers take these two off every query before it can look at them; that somebody set them is all that is left.
  const sent = Object.keys(answerSettings).every((name) => changed.has(name))
  if (!sent) for (const name of ["limit", "offset"]) if (changed.has(name)) found.set(name, "…")
  const unsaid = Object.keys(answerSettings).filter((name) => !found.has(name))
  const others = [...wanted].filter(([name, value]) => found.has(name) && found.get(name) !== value)
  if (unsaid.length === 0 && others.length === 0) return
  const shown = (name: string, value = "") => `${name} = ${value === "" ? "''" : value}`
  return yield* new ClickHouseFailed({
    doing: DOING,
    reason: "settings",
    problem:
      rows.length === 0
        ? "it answered nothing: a limit, an offset or an additional_result_filter of the profile may cut all results"
        : others.length > 0
          ? `numbers would be others, or of fewer rows, by the profile's ${others.map(([name]) => shown(name, found.get(name))).join(", ")}, instead of ${others.map(([name, value]) => shown(name, value)).join(", ")}`
          : `system.settings does not say what decides its answers: ${unsaid.join(", ")}`,
    queryId: "",
    code: null,
  })
})
