import * as Schema from "effect/Schema"
import { Identifier } from "./Identifier.ts"

/** A figure from outside to hold a metric against; usable only with its source and year. @category model @since 0.1.0 */
export class Benchmark extends Schema.Class<Benchmark>("@touchpoint/core/Benchmark")({
  id: Identifier,
  metric: Identifier,
  params: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  value: Schema.Finite,
  source: Schema.NonEmptyString,
  year: Schema.Int,
}) {}
