import path from "node:path"
import { defineConfig, type Options } from "tsup"
import { library, libraryForNode } from "../../tsup.shared.ts"

/**
 * The index names its rooms by their built files. Were they bundled with it, each room would hold an object of all it
 * exports, and no bundler could leave anything of it out, whatever is imported.
 */
const roomsApart: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "rooms-apart",
  setup: (build) => {
    const index = path.join(import.meta.dirname, "src/index.ts")
    build.onResolve({ filter: /^\.\/\w+\/index\.ts$/ }, ({ importer, path: room }) =>
      importer === index ? { path: room.replace(/\.ts$/, ".js"), external: true } : undefined,
    )
  },
}

export default defineConfig([
  { ...library(import.meta.dirname), esbuildPlugins: [roomsApart] },
  {
    ...libraryForNode(import.meta.dirname),
    esbuildPlugins: [roomsApart],
    // Node reads the whole manifest of date-fns for each of its modules, which takes longer than all of core: what is
    // used of it is built in.
    noExternal: ["date-fns"],
    // Half the text is half the time to compile it; names stay, and source maps lead back.
    esbuildOptions: (options) => {
      options.minifyWhitespace = true
      options.minifySyntax = true
    },
  },
])
