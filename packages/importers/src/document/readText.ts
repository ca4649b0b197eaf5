import type { SourceUnreadable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { byteOrderMark, joinBytes } from "../source/encodings.ts"
import type { ImportInput } from "../source/input.ts"
import { unreadable, withinBytes } from "../source/unreadable.ts"

/** Bytes of the largest inventory: it is text that people write and review. */
const DOCUMENT_BYTES = 16 * 1024 ** 2

/** The whole text of a document: UTF-8, or UTF-16 with a byte order mark. */
export const readText = (input: ImportInput): Effect.Effect<string, SourceUnreadable> =>
  input.bytes.pipe(
    withinBytes(input, Math.min(input.limits.bytes, DOCUMENT_BYTES)),
    Stream.runCollect,
    Effect.map(joinBytes),
    Effect.flatMap((bytes) =>
      Result.match(
        Result.try(() => new TextDecoder(byteOrderMark(bytes) ?? "utf-8", { fatal: true }).decode(bytes)),
        {
          onFailure: () => Effect.fail(unreadable(input.source, "it is not UTF-8 text", "save it as UTF-8")),
          onSuccess: (text) =>
            text.trim() === ""
              ? Effect.fail(unreadable(input.source, "the file is empty", "write at least its list of touchpoints"))
              : Effect.succeed(text),
        },
      ),
    ),
  )
