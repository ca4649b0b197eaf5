import { SourceUnreadable } from "@touchpoint/core/facts"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { joinBytes } from "./encodings.ts"
import type { ImportInput } from "./input.ts"
import { unreadable, withinBytes } from "./unreadable.ts"

type Bytes = Stream.Stream<Uint8Array, SourceUnreadable>

/** The first bytes of a stream, at least `size` of them where it has as many. */
export const headOf = (bytes: Bytes, size: number): Effect.Effect<Uint8Array, SourceUnreadable> =>
  Effect.suspend(() => {
    let seen = 0
    return bytes.pipe(
      Stream.takeUntil((chunk) => (seen += chunk.length) >= size),
      Stream.runCollect,
      Effect.map(joinBytes),
    )
  })

/** The bytes of a source, unpacked where they are gzip, within its limit. */
export const plainBytes = (input: ImportInput, packed: boolean): Bytes =>
  packed
    ? gunzip(input).pipe(withinBytes(input, input.limits.bytes, "bytes once unpacked"))
    : withinBytes(input, input.limits.bytes)(input.bytes)

/** Whether bytes begin like gzip. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

/** Whether bytes begin like zstd. */
export const isZstd = (head: Uint8Array): boolean =>
  head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd

const gunzip = (input: ImportInput): Bytes =>
  Stream.fromReadableStream({
    evaluate: () =>
      Stream.toReadableStream(input.bytes.pipe(Stream.map((chunk) => new Uint8Array(chunk)))).pipeThrough(
        new DecompressionStream("gzip"),
      ),
    onError: (error) =>
      error instanceof SourceUnreadable
        ? error
        : unreadable(input.source, "its gzip data is damaged or cut off", "fetch or pack the file again"),
  })
