import * as os from "node:os"
import process from "node:process"
import { decodeOptions, OptionsInvalid } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** A number of bytes, or a text such as `512MB` or `4GB`. @category options @since 0.2.0 */
export const Memory = Schema.Union([
  Schema.Finite.check(Schema.isGreaterThan(0)),
  Schema.String.check(
    Schema.isPattern(/^\d+(\.\d+)?\s?[KMGT]i?B$/i, { message: "expected bytes, or a text such as 512MB or 4GB" }),
  ),
])

/**
 * What DuckDB may use, set together: they limit one another.
 *
 * **Details**
 *
 * `memory`: beyond it DuckDB writes to the folder `spill`; half of the machine's where absent. `threads`: one per core
 * where absent. `spill`: a folder of its own is made in it and removed in the end; the system's temporary folder where
 * absent.
 *
 * @category options
 * @since 0.2.0
 */
export const Resources = Schema.Struct({
  memory: Schema.optionalKey(Memory),
  threads: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1024 }))),
  spill: Schema.optionalKey(Schema.NonEmptyString),
})
/** @see {@link Resources} @category options @since 0.2.0 */
export type Resources = typeof Resources.Type

/** Resources with nothing left open. */
export interface Decided {
  readonly bytes: number
  readonly threads: number
  readonly spill: string
}

const UNITS: Readonly<Record<string, number>> = { K: 1, M: 2, G: 3, T: 4 }

/** Bytes that a memory option names. */
const bytesOf = (memory: number | string): number => {
  if (typeof memory === "number") return Math.floor(memory)
  const match = /^(\d+(?:\.\d+)?)\s?([KMGT])(i?)B$/i.exec(memory)
  const base = match?.[3] === "" ? 1000 : 1024
  return Math.floor(Number(match?.[1] ?? 0) * base ** (UNITS[match?.[2]?.toUpperCase() ?? "M"] ?? 2))
}

const MIB = 1024 ** 2

/** Every thread needs room for what it has in hand; below this DuckDB fails instead of spilling. */
const PER_THREAD = 32 * MIB

/** Checks resources and decides what was left open; options that contradict each other fail. */
export const decide = (given: unknown): Effect.Effect<Decided, OptionsInvalid> =>
  Effect.gen(function* () {
    const { memory, spill, threads } = yield* decodeOptions("engine duckdb", Resources, given)
    const cores = threads ?? os.availableParallelism()
    const room = process.constrainedMemory()
    const total = room > 0 && room < os.totalmem() ? room : os.totalmem()
    const bytes = memory === undefined ? Math.max(Math.floor(total / 2), cores * PER_THREAD) : bytesOf(memory)
    if (bytes < cores * PER_THREAD)
      return yield* new OptionsInvalid({
        owner: "engine duckdb",
        issues: [
          {
            path: "memory",
            problem: `${cores === 1 ? "one thread needs" : `${cores} threads need`} at least ${(cores * PER_THREAD) / MIB} MiB, and ${Math.floor(bytes / MIB)} MiB are allowed; give more memory${cores === 1 ? "" : " or fewer threads"}`,
          },
        ],
      })
    return { bytes, threads: cores, spill: spill ?? os.tmpdir() }
  })
