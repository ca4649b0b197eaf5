import core from "@touchpoint/core/package.json" with { type: "json" }
import importers from "@touchpoint/importers/package.json" with { type: "json" }
import renderers from "@touchpoint/renderers/package.json" with { type: "json" }
import rules from "@touchpoint/rules/package.json" with { type: "json" }
import own from "../../package.json" with { type: "json" }

/** Versions of our packages that a report depends on. */
export const versions: Readonly<Record<string, string>> = Object.fromEntries(
  [core, importers, renderers, rules, own].map(({ name, version }) => [name, version]),
)
