// JSON Schemas of the values that other programs rely on, made from the schemas that decode them.
import { Mapping } from "@touchpoint/core/facts"
import { Measurement } from "@touchpoint/core/metrics"
import { Inventory } from "@touchpoint/core/model"
import { Question } from "@touchpoint/core/questions"
import { JsonReport } from "@touchpoint/renderers/json"
import { Schema } from "effect"
import { Config } from "touchpoint/config"

interface Published {
  /** Path from the root; packages publish their folder `schema`. */
  readonly file: string
  readonly title: string
  readonly schema: Schema.Top
  /** Outputs may gain fields in a minor version, so readers must ignore unknown ones; inputs may not be misspelt. */
  readonly direction: "input" | "output"
}

const published: ReadonlyArray<Published> = [
  {
    file: "packages/core/schema/measurements.schema.json",
    title: "Measurements of touchpoint",
    schema: Schema.Array(Measurement),
    direction: "output",
  },
  {
    file: "packages/core/schema/mapping.schema.json",
    title: "Mapping of a source to facts",
    schema: Mapping,
    direction: "input",
  },
  {
    file: "packages/core/schema/inventory.schema.json",
    title: "Inventory of touchpoints",
    schema: Inventory,
    direction: "input",
  },
  {
    file: "packages/core/schema/question.schema.json",
    title: "Question to an engine",
    schema: Question,
    direction: "input",
  },
  {
    file: "packages/renderers/schema/report.schema.json",
    title: "Report of touchpoint as JSON",
    schema: JsonReport,
    direction: "output",
  },
  {
    file: "packages/touchpoint/schema/config.schema.json",
    title: "Configuration of touchpoint",
    schema: Config,
    direction: "input",
  },
]

export const schemas = published.map(({ direction, file, schema, title }) => ({
  file,
  text: () => {
    const document = Schema.toJsonSchemaDocument(schema, {
      onExcessProperty: direction === "input" ? "error" : "ignore",
    })
    return `${JSON.stringify(
      {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        title,
        ...document.schema,
        ...(Object.keys(document.definitions).length === 0 ? {} : { $defs: document.definitions }),
      },
      null,
      2,
    )}\n`
  },
}))
