// One id is the same string everywhere: the folder, the export in camelCase, the registry, the page beside the code.
import { existsSync, readdirSync } from "node:fs"
import path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as core from "@touchpoint/core/metrics"
import * as questions from "@touchpoint/core/questions"
import * as importers from "@touchpoint/importers"
import * as renderers from "@touchpoint/renderers"
import * as rules from "@touchpoint/rules"
import { root } from "./tracked.ts"

interface Catalogue {
  readonly name: string
  readonly folder: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly registered: ReadonlyArray<string>
}

const ids = (items: ReadonlyArray<{ readonly id: string }>) => items.map(({ id }) => id)

const catalogues: ReadonlyArray<Catalogue> = [
  { name: "metrics", folder: "packages/core/src/metrics", exports: core, registered: ids(core.metrics) },
  {
    name: "folds",
    folder: "packages/core/src/questions/folds",
    exports: questions,
    registered: [...questions.folds.keys()],
  },
  { name: "importers", folder: "packages/importers/src", exports: importers, registered: ids(importers.plugin.items) },
  { name: "renderers", folder: "packages/renderers/src", exports: renderers, registered: ids(renderers.plugin.items) },
  { name: "rules", folder: "packages/rules/src", exports: rules, registered: ids(rules.plugin.items) },
]

const camelCase = (id: string): string => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Folders that hold an item: those with a page of their own. */
const items = (folder: string): ReadonlyArray<string> =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(root, folder, entry.name, "README.md")))
    .map((entry) => entry.name)

describe.each(catalogues)("$name", ({ exports, folder, registered }) => {
  it("registers exactly the folders that hold an item", () => {
    assert.sameMembers([...registered], [...items(folder)])
  })

  it("exports every item under its id in camelCase", () => {
    for (const id of registered) {
      const item = exports[camelCase(id)]
      assert.isObject(item, `${id} is not exported as ${camelCase(id)}`)
      assert.strictEqual((item as { readonly id: string }).id, id)
    }
  })

  it("has a test beside every item", () => {
    for (const id of registered)
      assert.isTrue(
        existsSync(path.join(root, folder, id, "index.test.ts")),
        `${folder}/${id}/index.test.ts is missing`,
      )
  })
})
