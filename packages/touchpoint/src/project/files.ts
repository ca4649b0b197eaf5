import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import * as fs from "node:fs/promises"
import path from "node:path"
import { Readable } from "node:stream"
import { SourceUnreadable } from "@touchpoint/core/facts"
import { thrownText } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

/** What a file contributed, for the manifest. */
export interface FileUse {
  readonly source: string
  readonly bytes: number
  readonly sha256: string
}

/** A file could not be written. */
export class FileUnwritable extends Schema.TaggedError<FileUnwritable>()("FileUnwritable", {
  source: Schema.String,
  problem: Schema.String,
}) {
  override get message(): string {
    return `${this.source} cannot be written: ${this.problem}; choose another path or correct its permissions`
  }
}

const problems: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  ENOENT: [
    "there is no such file",
    "correct the path; it is relative to the configuration file, or to the folder you run in",
  ],
  EACCES: ["permission denied", "give the user read permission"],
  EISDIR: ["it is a folder", "name a file in it"],
}

const unreadable = (source: string) => (thrown: unknown) => {
  const code = typeof thrown === "object" && thrown !== null && "code" in thrown ? String(thrown.code) : ""
  const [problem, fix] = problems[code] ?? [
    thrown instanceof Error ? thrown.message : thrownText(thrown),
    "check that the file can be read",
  ]
  return new SourceUnreadable({ source, problem, fix })
}

/**
 * A path that can be none (with a NUL) is refused before anything is opened. No more is read than the file has by then:
 * one that grows would be read for as long as it does.
 */
const opening = (file: string, size: number | null) => {
  try {
    return { stream: size === 0 ? Readable.from([]) : createReadStream(file, size === null ? {} : { end: size - 1 }) }
  } catch (thrown) {
    return { thrown }
  }
}

/** Pipes and devices give their bytes once, if they end at all, and files are read several times. */
const sizeOf = (source: string, file: string): Promise<SourceUnreadable | number | null> =>
  fs.stat(file).then(
    (there) =>
      there.isFile()
        ? there.size
        : there.isDirectory()
          ? null
          : new SourceUnreadable({
              source,
              problem: "it is a pipe or a device, no file",
              fix: "write what it gives to a file, and name that",
            }),
    // What is not there says so when it is opened.
    () => null,
  )

/** Bytes of a file, hashed as they pass. May be read several times; `use` speaks of the last whole reading. */
export const readFile = (source: string, file: string) => {
  let last: FileUse = { source, bytes: 0, sha256: "" }
  return {
    bytes: Stream.unwrap(
      Effect.map(
        Effect.promise(() => sizeOf(source, file)),
        (size) => {
          if (size instanceof SourceUnreadable) return Stream.fail(size)
          const hash = createHash("sha256")
          let bytes = 0
          const opened = opening(file, size)
          if ("thrown" in opened) return Stream.fail(unreadable(source)(opened.thrown))
          return Stream.fromAsyncIterable<Uint8Array, SourceUnreadable>(opened.stream, unreadable(source)).pipe(
            Stream.map((chunk) => {
              hash.update(chunk)
              bytes += chunk.length
              return chunk
            }),
            Stream.onEnd(
              Effect.sync(() => {
                last = { source, bytes, sha256: hash.digest("hex") }
              }),
            ),
          )
        },
      ),
    ),
    use: (): FileUse => last,
  }
}

let written = 0

/**
 * Writes a file whole: beside its place first, then moved there, so that an old file is never half overwritten. Stopped
 * before that, it leaves nothing behind.
 */
export const writeWhole = (file: string, bytes: Uint8Array): Effect.Effect<void, FileUnwritable> =>
  Effect.suspend(() => {
    const stop = new AbortController()
    const work = writeBeside(file, bytes, stop.signal)
    return Effect.tryPromise({
      try: () => work,
      catch: (thrown) =>
        new FileUnwritable({ source: file, problem: thrown instanceof Error ? thrown.message : thrownText(thrown) }),
    }).pipe(
      Effect.onInterrupt(() =>
        Effect.promise(() => {
          stop.abort()
          return work.catch(() => undefined)
        }),
      ),
    )
  })

const writeBeside = async (file: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> => {
  // Several writers of one file do not meet beside it.
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}-${++written}.tmp`)
  try {
    await fs.mkdir(path.dirname(file), { recursive: true })
    await fs.writeFile(beside, bytes, { signal })
    signal.throwIfAborted()
    await fs.rename(beside, file)
  } catch (thrown) {
    await fs.rm(beside, { force: true }).catch(() => undefined)
    throw thrown
  }
}
