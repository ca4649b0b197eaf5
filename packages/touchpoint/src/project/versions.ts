import core from "@touchpoint/core/package.json" with { type: "json" }
import own from "../../package.json" with { type: "json" }

/** Versions that a report depends on. */
export const versions: Readonly<Record<string, string>> = { "@touchpoint/core": core.version, touchpoint: own.version }
