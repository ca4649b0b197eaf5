/**
 * How far long work has come. `stage` and `what` say what is worked on: a source that is read, questions that are
 * measured. What follows is there where it is known how much is done.
 *
 * **Details**
 *
 * `phase` says what `done` and `of` count: `scan` bytes of a file, `load` rows on their way into DuckDB, `count` rows of
 * tallies, `sort` rows on their way into the order of trails, `walk` rows of trails that folds have seen, `ask`
 * questions. `load`, `count` and `sort` are DuckDB's own estimate, in steps of its plan; where it has none yet, `done` and
 * `of` are missing.
 *
 * @category progress
 * @since 0.2.0
 */
export interface Progress {
  readonly stage: "read" | "measure"
  /** What is worked on: a source, or the questions. */
  readonly what: string
  readonly phase?: Phase
  readonly done?: number
  readonly of?: number
}

/** What is counted of long work. @see {@link Progress} @category progress @since 0.2.0 */
export type Phase = "scan" | "load" | "count" | "sort" | "walk" | "ask"

/** What hears how far work has come. @category progress @since 0.2.0 */
export type OnProgress = (progress: Progress) => void

/** Milliseconds between two events: at most ten a second. */
const PACE = 100

/** Tells a listener how far work has come, at a pace it can follow. */
export interface Reporter {
  /** Whether anybody listens. */
  readonly listens: boolean
  /** Work on something begins. */
  readonly begin: (stage: Progress["stage"], what: string) => void
  /** What DuckDB's own progress is called from here on; with `null` it is not told. */
  readonly enter: (phase: Phase | null) => void
  /** So much of it is done; of the phase entered where none is named. */
  readonly at: (done: number, of: number, phase?: Phase) => void
  /** The phase entered goes on, and nobody knows how far it has come. */
  readonly still: () => void
  /** Throws what the listener threw where nobody could be told. */
  readonly check: () => void
}

/** A reporter for a listener, or for nobody. */
export const reporter = (listener: OnProgress | undefined, now: () => number = () => performance.now()): Reporter => {
  let last = Number.NEGATIVE_INFINITY
  let about: { readonly stage: Progress["stage"]; readonly what: string } = { stage: "read", what: "" }
  let current: Phase | null = "load"
  let thrown: { readonly error: unknown } | null = null
  const tell = (progress: Progress): void => {
    if (listener === undefined || thrown !== null || now() - last < PACE) return
    last = now()
    try {
      listener(progress)
    } catch (error) {
      // It may be told by a timer, where nobody could catch it.
      thrown = { error }
    }
  }
  return {
    listens: listener !== undefined,
    begin: (stage, what) => {
      about = { stage, what }
      tell(about)
    },
    enter: (phase) => {
      current = phase
    },
    at: (done, of, named) => {
      const phase = named ?? current
      if (phase !== null) tell({ ...about, phase, done: Math.min(done, of), of })
    },
    still: () => {
      if (current !== null) tell({ ...about, phase: current })
    },
    check: () => {
      if (thrown !== null) throw thrown.error
    },
  }
}

/** Nobody listens. */
export const silent: Reporter = reporter(undefined)
