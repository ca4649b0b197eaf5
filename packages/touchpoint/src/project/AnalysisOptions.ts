import type { DimensionUnavailable, EngineError } from "@touchpoint/core/engine"
import type { AttributeUnsupported, ColumnMissing, MappingInvalid, SourceUnreadable } from "@touchpoint/core/facts"
import type { MetricBroken } from "@touchpoint/core/metrics"
import type { OptionsInvalid } from "@touchpoint/core/model"
import type { Edges, Period } from "@touchpoint/core/time"
import type { ConfigInvalid, MetricRequest } from "./Config.ts"
import type { LoadOptions } from "./load.ts"
import type { Selection } from "./selection.ts"
import type { TouchpointError } from "../TouchpointError.ts"

/** Everything that can end an analysis before it begins; what fails later is one entry in the report. */
export type AnalysisError =
  | AttributeUnsupported
  | ColumnMissing
  | ConfigInvalid
  | DimensionUnavailable
  | Edges.EdgesInvalid
  | Edges.EdgesTooMany
  | EngineError
  | MappingInvalid
  | MetricBroken
  | OptionsInvalid
  | Period.PeriodInvalid
  | SourceUnreadable
  | TouchpointError

/** Which parts of the job to do. */
export interface AnalysisOptions extends LoadOptions {
  /** Instead of the configuration's metrics. */
  readonly metrics?: ReadonlyArray<MetricRequest>
  readonly judge?: boolean
  /** Whether to measure what only the pictures of the report show; they are where `metrics` is not given. */
  readonly pictures?: boolean
  /**
   * The part of the facts to look at, instead of the configuration's. Requests of `metrics` must be able to; others are
   * left out where they cannot.
   */
  readonly selection?: Selection | null
}
