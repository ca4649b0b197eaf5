import { Malformed, settled } from "../model/foreign.ts"

/** More findings than this of one rule are a rule that went wrong: nobody could act on them. @category rules @since 0.1.0 */
export const FINDINGS_MOST = 10_000

/** What a rule of somebody else's gave, as a list that is not too long. */
export const listOf = <A>(given: ReadonlyArray<A>): ReadonlyArray<A> => {
  const list: unknown = settled(given)
  if (!Array.isArray(list)) throw new Malformed("its findings are not a list")
  if (list.length > FINDINGS_MOST)
    throw new Malformed(`it gave ${list.length} findings, more than the ${FINDINGS_MOST} allowed`)
  return Array.from(list as ReadonlyArray<A>)
}
