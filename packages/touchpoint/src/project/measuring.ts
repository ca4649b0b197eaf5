import type { FactsOutline } from "@touchpoint/core/facts"
import { defaultSizePolicy, type MeasureOptions } from "@touchpoint/core/metrics"
import type { Config } from "./Config.ts"

/** What measuring depends on beside the engine, as a project sets it. */
export const measuringOf = (config: Config, { calendar, sources }: FactsOutline): MeasureOptions => ({
  calendar,
  sources,
  ...(config.policy === undefined ? {} : { policy: { ...defaultSizePolicy, ...config.policy } }),
  ...(config.adjust === undefined ? {} : { adjust: config.adjust }),
  ...(config.minimumCell === undefined ? {} : { minimumCell: config.minimumCell }),
})
