import { SourceUnreadable } from "@touchpoint/core/facts"
import * as Stream from "effect/Stream"
import type { ImportInput } from "./input.ts"

/** The source cannot be read, in the words of the contract. */
export const unreadable = (source: string, problem: string, fix: string): SourceUnreadable =>
  new SourceUnreadable({ source, problem, fix })

/** What was thrown while reading, in the words of the contract. */
export const thrown = (source: string, error: unknown, fix: string): SourceUnreadable =>
  error instanceof SourceUnreadable
    ? error
    : unreadable(source, error instanceof Error ? error.message : String(error), fix)

/** Fails once more than `limit` bytes went through. */
export const withinBytes =
  (input: ImportInput, limit: number, what = "bytes") =>
  (bytes: Stream.Stream<Uint8Array, SourceUnreadable>): Stream.Stream<Uint8Array, SourceUnreadable> =>
    Stream.suspend(() => {
      let seen = 0
      return Stream.takeWhile(bytes, (chunk) => (seen += chunk.length) <= limit).pipe(
        Stream.concat(
          Stream.suspend(() =>
            seen > limit
              ? Stream.fail(
                  unreadable(
                    input.source,
                    `it has more than ${limit.toLocaleString("en")} ${what}`,
                    "raise the limit of bytes if the file is trusted, or split it",
                  ),
                )
              : Stream.empty,
          ),
        ),
      )
    })
