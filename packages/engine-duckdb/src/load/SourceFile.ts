import * as fs from "node:fs/promises"
import { SourceUnreadable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import { notAFile, unreadable } from "./unreadable.ts"

/** A file as it was when it was opened: what is written to it later is not read. */
export interface SourceFile {
  readonly path: string
  /** Bytes when it was opened; no more are read. */
  readonly size: number
  readonly inode: number
  readonly changed: number
}

/** Looks at a file before it is read. Pipes and devices are refused: they give their bytes once, if they end at all. */
export const lookAt = (source: string, file: string): Effect.Effect<SourceFile, SourceUnreadable> =>
  Effect.gen(function* () {
    if (file.includes("\0"))
      return yield* new SourceUnreadable({ source, problem: "a path has no NUL", fix: "correct the path" })
    const stat = yield* Effect.tryPromise({ try: () => fs.stat(file), catch: (thrown) => unreadable(source, thrown) })
    if (stat.isDirectory()) return yield* unreadable(source, { code: "EISDIR" })
    if (!stat.isFile()) return yield* notAFile(source)
    return { path: file, size: stat.size, inode: stat.ino, changed: stat.mtimeMs }
  })

/** Whether more has been written to a file since it was opened. */
export const hasGrown = ({ path, size }: SourceFile): Effect.Effect<boolean> =>
  Effect.promise(() =>
    fs.stat(path).then(
      (now) => now.size > size,
      () => false,
    ),
  )

/**
 * Fails where a file is no longer the one that was opened. One that has only `grown` still is, where what is read ends
 * at its first size.
 */
export const stillThere = (
  source: string,
  { changed, inode, path, size }: SourceFile,
  grown: "may grow" | "may not grow",
): Effect.Effect<void, SourceUnreadable> =>
  Effect.flatMap(
    Effect.promise(() => fs.stat(path).catch(() => null)),
    (now) => {
      const same =
        now !== null &&
        now.ino === inode &&
        (now.size === size ? now.mtimeMs === changed : now.size > size && grown === "may grow")
      return same
        ? Effect.void
        : new SourceUnreadable({
            source,
            problem: "it was replaced or rewritten while it was read",
            fix: "load it again when nobody writes it, or copy it first",
          })
    },
  )
