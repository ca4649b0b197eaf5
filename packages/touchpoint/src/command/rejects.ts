import { rejectFix, type RejectReason, type Reject } from "@touchpoint/core/facts"

/** What a source lost. */
export interface Rejected {
  readonly source: string
  readonly origin: string
  readonly rows: number
  readonly rejects: number
  readonly byReason: Readonly<Partial<Record<RejectReason, number>>>
  readonly places: ReadonlyArray<Reject>
}

/** How many rejects of one reason are shown with their place. */
const SHOWN = 3

/** What was rejected, source by source: how much, why, the first places, and what to do. */
export const rejectLines = (sources: ReadonlyArray<Rejected>): string =>
  sources
    .filter((source) => source.rejects > 0)
    .flatMap(({ byReason, origin, places, rejects, rows, source }) => [
      `${source}: ${rejects} of ${rows} rows rejected`,
      ...Object.entries(byReason).flatMap(([reason, n]) => [
        `  ${reason} ${n}: ${rejectFix[reason as RejectReason]}`,
        ...places
          .filter((reject) => reject.reason === reason)
          .slice(0, SHOWN)
          .map(
            ({ column, row, value }) =>
              `    ${origin}:${row}${column === null ? "" : ` ${column}`}${value === null ? "" : ` ${value}`}`,
          ),
      ]),
    ])
    .map((line) => `${line}\n`)
    .join("")
