import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { listed } from "./listed.ts"
import { nearest } from "./nearest.ts"

/** Options given to a metric, rule, importer or renderer do not fit it: whose, where, why. @category errors @since 0.1.0 */
export class OptionsInvalid extends Schema.TaggedError<OptionsInvalid>()("OptionsInvalid", {
  /** What the options are for: `metric nps`, `importer csv`. */
  owner: Schema.String,
  issues: Schema.Array(Schema.Struct({ path: Schema.String, problem: Schema.String })),
}) {
  override get message(): string {
    const lines = this.issues.map((issue) => `${issue.path === "" ? "options" : issue.path}: ${issue.problem}`)
    return `The options of ${this.owner} cannot be used:\n${listed(lines)}`
  }
}

/** Decodes the options of an item by its own schema; unknown options are errors, all issues at once. @category errors @since 0.1.0 */
export const decodeOptions = <A>(
  owner: string,
  schema: Schema.Codec<A, unknown>,
  options: unknown,
): Effect.Effect<A, OptionsInvalid> => {
  const excess = takesNone(schema) ? Object.keys(Object(options ?? {})) : []
  if (excess.length > 0)
    return Effect.fail(
      new OptionsInvalid({ owner, issues: excess.map((path) => ({ path, problem: "it has no options" })) }),
    )
  return Schema.decodeUnknownEffect(schema, { errors: "all", onExcessProperty: "error" })(options ?? {}).pipe(
    Effect.mapError(
      (error) =>
        new OptionsInvalid({
          owner,
          issues: SchemaIssue.makeFormatterStandardSchemaV1()(error.issue).issues.map((issue) => {
            const path = (issue.path ?? []).map((p) => String(typeof p === "object" ? p.key : p))
            return { path: path.join("."), problem: unknownOption(schema, path) ?? issue.message }
          }),
        }),
    ),
  )
}

/** What to say of an option the schema does not have; `undefined` where it has it. */
const unknownOption = ({ ast }: Schema.Top, path: ReadonlyArray<string>): string | undefined => {
  const [key] = path
  if (ast._tag !== "Objects" || ast.indexSignatures.length > 0 || path.length !== 1 || key === undefined)
    return undefined
  const known = ast.propertySignatures.map(({ name }) => String(name))
  if (known.includes(key)) return undefined
  const near = nearest(key, known)
  return `there is no such option; ${near === undefined ? `there are ${known.join(", ")}` : `did you mean ${near}?`}`
}

/** To Effect a struct without fields is any object; to us it is an item without options. */
const takesNone = ({ ast }: Schema.Top): boolean =>
  ast._tag === "Objects" && ast.propertySignatures.length === 0 && ast.indexSignatures.length === 0
