const SHOWN = 20
const LONGEST = 500

/**
 * Lines of a message: the first twenty, and how many more there are.
 *
 * **Example** (Too many to read)
 *
 * ```ts
 * import { listed } from "@touchpoint/core/model"
 *
 * console.log(listed(Array.from({ length: 25 }, (_, i) => `line ${i}`)).split("\n").at(-1)) // … and 5 more
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const listed = (lines: ReadonlyArray<string>): string =>
  [
    ...lines.slice(0, SHOWN).map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line)),
    ...(lines.length > SHOWN ? [`… and ${lines.length - SHOWN} more`] : []),
  ].join("\n")
