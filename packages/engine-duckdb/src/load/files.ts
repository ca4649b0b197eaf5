import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import * as fs from "node:fs/promises"
import path from "node:path"
import * as zlib from "node:zlib"
import { SourceUnreadable } from "@touchpoint/core/facts"
import { thrownText } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { DuckDBFailed } from "../DuckDBFailed.ts"
import type { Reporter } from "../Progress.ts"
import type { Connection } from "../Session.ts"
import { literal } from "../sql.ts"
import type { SourceFile } from "./SourceFile.ts"
import { unreadable } from "./unreadable.ts"

/** What a file contributed, for a manifest. @category loading @since 0.2.0 */
export interface FileUse {
  readonly source: string
  readonly bytes: number
  readonly sha256: string
}

/** How a file is packed. */
export type Packing = "none" | "gzip" | "zstd"

/** Whether a path is a pattern for several files; a file of that very name is a file. */
const isPattern = (file: string): boolean => /[*?[]/.test(file)

/** A path so that DuckDB takes its signs as they are. */
export const pathLiteral = (file: string): string => literal(file.replaceAll(/[[*?]/g, "[$&]"))

/** The files a path or pattern names, in order of their names. */
export const filesOf = (
  connection: Connection,
  source: string,
  given: string,
): Effect.Effect<
  { readonly files: ReadonlyArray<string>; readonly pattern: boolean },
  SourceUnreadable | DuckDBFailed
> =>
  Effect.gen(function* () {
    if (given.includes("\0"))
      return yield* new SourceUnreadable({ source, problem: "a path has no NUL", fix: "correct the path" })
    const there = yield* Effect.promise(() =>
      fs.stat(given).then(
        (stat) => stat,
        () => null,
      ),
    )
    if (there?.isFile() === true || !isPattern(given)) return { files: [given], pattern: false }
    const rows = yield* connection.rows("listing files", `SELECT file FROM glob(${literal(given)})`)
    const files = rows.map(([file]) => String(file)).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    if (files.length === 0)
      return yield* new SourceUnreadable({
        source,
        problem: "no file matches the pattern",
        fix: "correct the pattern; it is relative to the configuration file, or to the folder you run in",
      })
    return { files, pattern: true }
  })

/** How a file is packed, by its first bytes. */
export const packingOf = (source: string, { path: file }: SourceFile): Effect.Effect<Packing, SourceUnreadable> =>
  Effect.tryPromise({
    try: async () => {
      const handle = await fs.open(file)
      try {
        const { buffer } = await handle.read({ buffer: Buffer.alloc(4), length: 4, position: 0 })
        if (buffer[0] === 0x1f && buffer[1] === 0x8b) return "gzip"
        return buffer.readUInt32LE(0) === 0xfd2fb528 ? "zstd" : "none"
      } finally {
        await handle.close()
      }
    },
    catch: (thrown) => unreadable(source, thrown),
  })

/** Bytes of a file up to the size it was opened with, unpacked. */
export const bytesOf = (
  source: string,
  { path: file, size }: SourceFile,
  packing: Packing,
): Stream.Stream<Uint8Array, SourceUnreadable> =>
  Stream.suspend(() => {
    if (size === 0) return Stream.empty
    const raw = createReadStream(file, { highWaterMark: 1024 ** 2, end: size - 1 })
    const unpacked =
      packing === "none" ? raw : raw.pipe(packing === "gzip" ? zlib.createGunzip() : zlib.createZstdDecompress())
    if (unpacked !== raw) raw.on("error", (error) => unpacked.destroy(error))
    return Stream.fromAsyncIterable<Uint8Array, SourceUnreadable>(unpacked, (thrown) =>
      packing === "none"
        ? unreadable(source, thrown)
        : new SourceUnreadable({
            source,
            problem: `its ${packing} data is damaged or cut off (${thrown instanceof Error ? thrown.message : thrownText(thrown)})`,
            fix: "fetch or pack the file again",
          }),
    ).pipe(Stream.ensuring(Effect.sync(() => raw.destroy())))
  })

/** Size and hash of a file, handing over its bytes on the way. */
export const hashFile = (
  source: string,
  file: SourceFile,
  report: Reporter,
  see: (bytes: Uint8Array) => void = () => {},
): Effect.Effect<FileUse, SourceUnreadable> =>
  Effect.suspend(() => {
    const hash = createHash("sha256")
    let bytes = 0
    return bytesOf(source, file, "none").pipe(
      Stream.runForEach((chunk) =>
        Effect.sync(() => {
          hash.update(chunk)
          bytes += chunk.length
          see(chunk)
          report.at(bytes, file.size, "scan")
        }),
      ),
      Effect.map(() => ({ source, bytes, sha256: hash.digest("hex") })),
    )
  })

/** The name of a file of a pattern as rejects give it. */
export const shownFile = (base: string, file: string): string => {
  const relative = path.relative(base, file)
  return relative.startsWith("..") ? file : relative
}
