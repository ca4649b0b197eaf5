import { execFileSync } from "node:child_process"
import { existsSync, globSync } from "node:fs"
import path from "node:path"

export const root = path.resolve(import.meta.dirname, "..")

const walk = (): ReadonlyArray<string> =>
  globSync("**/*", {
    cwd: root,
    exclude: (name) => ["node_modules", "dist", ".doctest", ".gates"].includes(path.basename(name)),
  }).map((file) => file.replaceAll(path.sep, "/"))

const list = (): ReadonlyArray<string> => {
  try {
    const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .split("\0")
      .filter((file) => file !== "" && existsSync(path.join(root, file)))
  } catch {
    return walk() // not a clone: an unpacked archive
  }
}

/** Files of the repository, those not yet added included, as paths from the root with `/`. */
export const tracked = (matches: (file: string) => boolean): ReadonlyArray<string> =>
  [...new Set(list())].filter(matches).toSorted()
