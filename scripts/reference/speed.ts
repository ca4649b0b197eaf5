// How fast it is, as measured: what bench/results says in words, and its tables.
import { globSync, readFileSync } from "node:fs"
import path from "node:path"
import { root } from "../tracked.ts"
import { generated, page } from "./markdown.ts"

const folder = path.join(root, "bench/results")
const read = (file: string) => readFileSync(path.join(folder, file), "utf8").trim()

/** Headings one level deeper: each file is a page of its own where it lies. */
const deeper = (text: string) => text.replaceAll(/^#/gm, "##")

const sizeOf = (file: string) => Number(/\d+/.exec(file)?.[0])

export const speed = (): string => {
  const tables = globSync("standard-*m.md", { cwd: folder }).toSorted((a, b) => sizeOf(a) - sizeOf(b))
  return page(read("README.md"), generated("bench/results"), ...tables.map((file) => deeper(read(file))))
}
