import process from "node:process"
import * as Effect from "effect/Effect"
import type { Progress } from "../project/load.ts"
import { inertLine } from "./terminal.ts"

const CLEAR = "\r\u001B[2K"
/** Milliseconds between two lines: a terminal far away is not flooded. */
const PACE = 50
const USUAL_WIDTH = 80

/** One line that is rewritten. */
interface ProgressLine {
  readonly show: ((progress: Progress) => void) | null
  readonly clear: () => void
}

/** The line on stderr; none where stderr is no terminal, or one that cannot rewrite. */
const open = (): ProgressLine => {
  const { stderr } = process
  if (!stderr.isTTY || process.env["TERM"] === "dumb") return { show: null, clear: () => {} }
  let last = 0
  let shown = false
  return {
    show: ({ done, of, phase, stage, what }) => {
      const now = performance.now()
      if (shown && now - last < PACE) return
      last = now
      shown = true
      stderr.write(
        CLEAR +
          [...inertLine(`${stage} ${what}${shareOf(done, of, phase)}`)]
            .slice(0, (stderr.columns || USUAL_WIDTH) - 1)
            .join(""),
      )
    },
    clear: () => {
      if (shown) stderr.write(CLEAR)
      shown = false
    },
  }
}

/** How far long work has come; nothing where that is not known. */
const shareOf = (done: number | undefined, of: number | undefined, phase: Progress["phase"]): string =>
  done === undefined || of === undefined || of === 0 ? "" : `: ${phase} ${Math.floor((100 * done) / of)} %`

/** Runs an effect with a line of progress that is gone when it ends, however it ends. */
export const withProgress = <A, E, R>(
  run: (show: ((progress: Progress) => void) | null) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const line = open()
    return Effect.ensuring(run(line.show), Effect.sync(line.clear))
  })
