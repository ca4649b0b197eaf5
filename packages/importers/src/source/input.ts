import type { Importer } from "@touchpoint/core/plugins"

/** What an importer opens. */
export type ImportInput = Importer.ImportInput
