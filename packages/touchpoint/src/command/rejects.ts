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

/** What became of a source's rows: those after asOf are counted apart, since nothing is wrong with them. */
export const countsOf = ({
  byReason,
  rejects,
  rows,
}: {
  readonly rows: number
  readonly rejects: number
  readonly byReason: Readonly<Record<string, number | undefined>>
}): { readonly rows: number; readonly rejects: number; readonly later: number } => {
  const later = byReason[LATER] ?? 0
  return { rows, rejects: rejects - later, later }
}

const LATER: RejectReason = "after-watermark"

/** What was rejected, source by source: how much, why, the first places, and what to do. */
export const rejectLines = (sources: ReadonlyArray<Rejected>): string =>
  sources
    .filter((source) => source.rejects > 0)
    .flatMap(({ byReason, origin, places, source, ...given }) => {
      const { later, rejects, rows } = countsOf({ ...given, byReason })
      return [
        ...(later === 0 ? [] : [`${source}: ${later} of ${rows} rows lie after asOf and are left out`]),
        ...(rejects === 0 ? [] : [`${source}: ${rejects} of ${rows - later} rows rejected`]),
        ...Object.entries(byReason)
          .filter(([reason]) => reason !== LATER)
          .flatMap(([reason, n]) => [
            `  ${reason} ${n}: ${rejectFix[reason as RejectReason]}`,
            ...places
              .filter((reject) => reject.reason === reason)
              .slice(0, SHOWN)
              .map(
                ({ column, row, value }) =>
                  `    ${origin}:${row}${column === null ? "" : ` ${column}`}${value === null ? "" : ` ${value}`}`,
              ),
          ]),
      ]
    })
    .map((line) => `${line}\n`)
    .join("")
