// Why changes that no test notices need not be noticed: most make another text for the same number.

/** A change that no test noticed. */
export interface Unnoticed {
  /** Room and file: `stats/multiplicity.ts`. */
  readonly file: string
  readonly was: string
  readonly now: string
  readonly mutator: string
}

interface Explained {
  readonly file?: string
  readonly was?: string | RegExp
  readonly now?: string | RegExp
  readonly mutator?: string
  readonly why: string
}

const explained: ReadonlyArray<Explained> = [
  {
    file: "stats/multiplicity.ts",
    mutator: "ArrowFunction",
    now: "() => undefined",
    why: "only fills the array: every place is written before it is read",
  },
]

const fits = (pattern: string | RegExp | undefined, text: string): boolean =>
  pattern === undefined || (typeof pattern === "string" ? pattern === text : pattern.test(text))

/** The reason why a change need not be noticed; `undefined` where none is known. */
export const explanationOf = ({ file, mutator, now, was }: Unnoticed): string | undefined =>
  explained.find(
    (one) =>
      fits(one.file, file) &&
      fits(one.was, was) &&
      fits(one.now, now) &&
      (one.mutator === undefined || one.mutator === mutator),
  )?.why
