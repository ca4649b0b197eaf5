/**
 * The schema of configurations, for developers whose tools read or write them. Needs `effect`.
 *
 * @module
 */
export {
  AttributeType,
  Config,
  ConfigInvalid,
  decodeConfig,
  MetricRequest,
  RecordCell,
  Source,
} from "./project/Config.ts"
