import * as Schema from "effect/Schema"

/** How a source column becomes a field: its name, or its name with how to read it. @category facts @since 0.1.0 */
export const MappedColumn = Schema.Union([
  Schema.String,
  Schema.Struct({
    /** Name of the column in the source. */
    column: Schema.String,
    /** Date format(s): `iso`, `epoch-ms`, `epoch-s` or a date-fns pattern such as `dd.MM.yyyy`. */
    format: Schema.optionalKey(Schema.Union([Schema.String, Schema.NonEmptyArray(Schema.String)])),
    /** The source's words in ours; `null` means absent. */
    values: Schema.optionalKey(Schema.Record(Schema.String, Schema.NullOr(Schema.String))),
    /** What becomes of words that `values` does not name; `keep` where absent. */
    otherwise: Schema.optionalKey(Schema.Literals(["keep", "absent", "reject"])),
    /** Lower bounds of bands by label: a number becomes the label of its band. */
    bands: Schema.optionalKey(Schema.Record(Schema.String, Schema.Finite)),
    /** Decimal sign; with `,` blanks and dots between digits are thousands signs. */
    decimal: Schema.optionalKey(Schema.Literals([".", ","])),
    /** Unit of a duration; stored as the nearest millisecond. */
    unit: Schema.optionalKey(Schema.Literals(["ms", "s", "min", "h", "d"])),
    /** Digits of the minor unit of an amount: 2 turns `12.30` into 1230. */
    minor: Schema.optionalKey(Schema.Literals([0, 1, 2, 3, 4])),
  }),
]).annotate({ identifier: "MappedColumn" })
/** @see {@link MappedColumn} @category facts @since 0.1.0 */
export type MappedColumn = typeof MappedColumn.Type

/**
 * A serialisable value that turns a source into facts of one kind. `map` takes columns, `with` constants.
 *
 * **Details**
 *
 * Constants may nest: `with: { scale: { min: 1, max: 10 } }` sets `scaleMin` and `scaleMax`.
 *
 * @category facts
 * @since 0.1.0
 */
export const Mapping = Schema.Struct({
  kind: Schema.String,
  map: Schema.Record(Schema.String, MappedColumn),
  with: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  /** IANA zone of local times without offset; the project's zone where absent. */
  zone: Schema.optionalKey(Schema.String),
  /** Cells that mean "no value", beside the empty one. */
  absent: Schema.optionalKey(Schema.Array(Schema.String)),
  /** Fields that identify a row, instead of the kind's key. */
  key: Schema.optionalKey(Schema.Array(Schema.String)),
})
/** @see {@link Mapping} @category facts @since 0.1.0 */
export type Mapping = typeof Mapping.Type

/** The mapping cannot be used: which field, why, what to do. @category errors @since 0.1.0 */
export class MappingInvalid extends Schema.TaggedError<MappingInvalid>()("MappingInvalid", {
  source: Schema.String,
  kind: Schema.String,
  issues: Schema.Array(Schema.Struct({ field: Schema.String, problem: Schema.String, fix: Schema.String })),
}) {
  override get message(): string {
    const lines = this.issues.map((issue) => `${issue.field}: ${issue.problem}; ${issue.fix}`)
    return `The mapping of ${this.source} to ${this.kind} cannot be used:\n${lines.join("\n")}`
  }
}

/** Columns the mapping names are not in the source. @category errors @since 0.1.0 */
export class ColumnMissing extends Schema.TaggedError<ColumnMissing>()("ColumnMissing", {
  source: Schema.String,
  missing: Schema.Array(Schema.String),
  available: Schema.Array(Schema.String),
  suggestion: Schema.NullOr(Schema.String),
}) {
  override get message(): string {
    const wanted = this.missing.map((name) => JSON.stringify(name)).join(", ")
    const shown = this.available
      .slice(0, 30)
      .map((name) => JSON.stringify(name))
      .join(", ")
    const hint =
      this.available.length === 1
        ? "the source has one column only: check its delimiter"
        : this.suggestion === null
          ? "correct the names in map"
          : `did you mean ${JSON.stringify(this.suggestion)}?`
    return `${this.source} has no column ${wanted}; ${hint} (columns found: ${shown || "none"})`
  }
}
