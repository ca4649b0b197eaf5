import * as Schema from "effect/Schema"
import * as Instant from "../time/Instant.ts"

/**
 * Everything a report depends on. Equal manifests give byte-equal output: nothing else (no clock, no machine, no order
 * of files on disk) may change a report.
 *
 * @category reports
 * @since 0.1.0
 */
export const Manifest = Schema.Struct({
  /** Content of every source and inventory by name. */
  files: Schema.Array(Schema.Struct({ source: Schema.String, bytes: Schema.Int, sha256: Schema.String })),
  /** Versions of the packages that took part. */
  versions: Schema.Record(Schema.String, Schema.String),
  /** Hash of the configuration. */
  config: Schema.String,
  asOf: Schema.NullOr(Instant.Instant),
  zone: Schema.String,
  seed: Schema.NullOr(Schema.Int),
})
/** @see {@link Manifest} @category reports @since 0.1.0 */
export type Manifest = typeof Manifest.Type
