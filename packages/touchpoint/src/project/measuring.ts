import type { FactsOutline } from "@touchpoint/core/facts"
import type { MeasureOptions } from "@touchpoint/core/metrics"
import type { Config } from "./Config.ts"

/** What measuring depends on beside the engine, as a project sets it. */
export const measuringOf = (config: Config, { calendar, sources }: FactsOutline): MeasureOptions => ({
  calendar,
  sources,
  ...(config.minimumCell === undefined ? {} : { minimumCell: config.minimumCell }),
})
