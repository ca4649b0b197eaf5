import { defineConfig, type Options } from "tsup"
import { library, libraryForNode } from "../../tsup.shared.ts"

const own: Options = {
  // Node reads the whole manifest of date-fns for each of its modules, which takes longer than all of core: what is used
  // of it is built in.
  noExternal: ["date-fns"],
  // Half the text is half the time to compile it; names stay, and source maps lead back.
  esbuildOptions: (options) => {
    options.minifyWhitespace = true
    options.minifySyntax = true
  },
}

export default defineConfig([
  { ...library(import.meta.dirname), ...own },
  { ...libraryForNode(import.meta.dirname), ...own },
])
