import type * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

/** What is wrong with options that a fold's schema refuses, in one line: which option, and what was expected. */
export const misfit = (fold: string, { issue }: Schema.SchemaError): string => {
  const problems = SchemaIssue.makeFormatterStandardSchemaV1()(issue).issues.map(({ message, path = [] }) => {
    const option = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".")
    return `${option === "" ? "" : `${option}: `}${message.replaceAll(/\s*\n\s*/g, " ")}`
  })
  return `the options of fold ${fold} do not fit: ${problems.join("; ")}`
}
