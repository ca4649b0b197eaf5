/** A change that no test noticed. */
export interface Unnoticed {
  /** Room and file: `stats/multiplicity.ts`. */
  readonly file: string
  readonly was: string
  readonly now: string
  readonly mutator: string
}

/** Which changes a reason is for; what is not told may be anything. */
export interface Explained {
  readonly file?: string | RegExp
  readonly was?: string | RegExp
  readonly now?: string | RegExp
  readonly mutator?: string
  readonly why: string
}
