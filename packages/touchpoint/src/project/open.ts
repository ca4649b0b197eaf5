import { createReadStream } from "node:fs"
import * as fs from "node:fs/promises"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { thrownText } from "@touchpoint/core/model"
import * as Effect from "effect/Effect"
import { parse as parseYaml } from "yaml"
import { TouchpointError } from "../TouchpointError.ts"
import { type Config, configIssue, type ConfigInvalid, decodeConfig } from "./Config.ts"

/** A configuration file, read: its value, and the folder its paths are relative to. */
export interface OpenedConfig {
  readonly config: Config
  readonly file: string
  readonly base: string
}

/** File names of configurations, the first found is read. */
export const configNames = ["ts", "mts", "js", "mjs", "json", "yaml", "yml"].map(
  (extension) => `touchpoint.config.${extension}`,
)

/** Opens the configuration named, or the one in the folder. */
export const openConfig = Effect.fnUntraced(function* (
  given: string | null,
  folder: string,
): Effect.fn.Return<OpenedConfig, ConfigInvalid | TouchpointError> {
  const file = given ?? (yield* findConfig(folder))
  const full = path.resolve(folder, file)
  const value = yield* readConfig(file, full)
  return { config: yield* decodeConfig(file, value), file, base: path.dirname(full) }
})

/** Name of the configuration in a folder; `null` where there is none. */
export const configNamed = Effect.fnUntraced(function* (folder: string) {
  for (const name of configNames) {
    const found = yield* Effect.promise(() =>
      fs.access(path.join(folder, name)).then(
        () => true,
        () => false,
      ),
    )
    if (found) return name
  }
  return null
})

const findConfig = Effect.fnUntraced(function* (folder: string): Effect.fn.Return<string, TouchpointError> {
  const found = yield* configNamed(folder)
  if (found !== null) return found
  return yield* Effect.fail(
    new TouchpointError("config", `There is no configuration in ${folder}: none of ${configNames.join(", ")}`, {
      where: folder,
      fix: "Begin one with touchpoint init, or name one with --config",
    }),
  )
})

const readConfig = (file: string, full: string): Effect.Effect<unknown, ConfigInvalid> =>
  Effect.tryPromise({
    try: async () => {
      if (/\.[mc]?[jt]s$/.test(full)) {
        if ((await fs.stat(full)).size > LARGEST) throw tooLarge()
        const module = (await import(pathToFileURL(full).href)) as { readonly default?: unknown }
        return module.default
      }
      const text = await readText(full)
      return (full.toLowerCase().endsWith(".json") ? JSON.parse(text) : parseYaml(text)) as unknown
    },
    catch: (thrown) => configIssue(file, "", readProblem(thrown)),
  })

/** Bytes a configuration may have; facts belong into sources. */
const LARGEST = 16 * 1024 ** 2

/** The text of a file that is not too large; no more is read, however long the file claims to be. */
const readText = async (full: string): Promise<string> => {
  const chunks: Array<Uint8Array> = []
  let bytes = 0
  for await (const chunk of createReadStream(full, { end: LARGEST }) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    chunks.push(chunk)
  }
  if (bytes > LARGEST) throw tooLarge()
  return Buffer.concat(chunks).toString("utf8")
}

const tooLarge = (): Error =>
  new Error(`it has more than ${LARGEST / 1024 ** 2} MiB; put facts into files and name them as sources`)

const readProblem = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return thrownText(thrown)
  const code = "code" in thrown ? String(thrown.code) : ""
  if (code === "ENOENT") return "there is no such file; correct --config"
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX")
    return `${thrown.message}; a configuration may only use types that can be stripped: no enum, no namespace`
  return thrown.message
}
