import { project, type ProjectOptions, type Row } from "../facts/project.ts"

const header = ["eventId", "enquiry", "customer", "at", "kind", "actor", "touchpoint", "channel", "agent"]

/** Instant of a minute after the start of 2026. */
export const minute = (after: number): number => Date.parse("2026-01-05T00:00:00Z") + after * 60_000

/**
 * Events of one enquiry, as `in 0, out:human 10`: what happened at which minute, and who acted.
 */
export const events = (enquiry: string, text: string, more: Row = {}): ReadonlyArray<Row> =>
  text.split(", ").map((one, i) => {
    const [what = "", after = "0"] = one.split(" ")
    const [kind = "", actor = null] = what.split(":")
    const at = new Date(minute(Number(after))).toISOString()
    return { eventId: `${enquiry}-${String(i).padStart(4, "0")}`, enquiry, at, kind, actor, ...more }
  })

/** Facts of enquiries that are complete up to a minute. */
export const enquiryFacts = (rows: ReadonlyArray<Row>, upTo: number, options: ProjectOptions = {}) =>
  project([{ kind: "enquiry-event", rows, header }], { asOf: minute(upTo), ...options })
