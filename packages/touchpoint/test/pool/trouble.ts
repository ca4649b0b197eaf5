import { makeFold } from "@touchpoint/core/questions"
import * as Schema from "effect/Schema"

/** What the fold does at the first customer it is given. */
const Trouble = Schema.Struct({ does: Schema.Literals(["nothing", "throw", "exit", "spin"]), milliseconds: Schema.Int })

/** A fold that brings its worker into trouble. */
export const trouble = makeFold({
  id: "test/trouble",
  version: 1,
  label: null,
  options: Trouble,
  axes: ["unit"],
  schema: Schema.Int,
  empty: () => 0,
  merge: (a, b) => a + b,
  run: ({ does, milliseconds }) => {
    let units = 0
    return {
      unit: () => {
        units++
        if (units > 1) return
        if (does === "throw") throw new Error("a fold with a fault")
        if (does === "exit") process.exit(3)
        const end = performance.now() + milliseconds
        while (does === "spin" && performance.now() < end);
      },
      finish: () => [units],
    }
  },
})
