import type { Count } from "../../moments/Count.ts"
import { and, column, type Expr, not, present } from "../../questions/Expr.ts"
import { type Caveat, caveat } from "../Caveat.ts"
import { type Scale, scoring } from "../feedback.ts"
import { isCompared, type Params } from "./params.ts"

/** What has to be known of the answers of a form; what is wrong with those of channels that are not compared is no matter. */
export const answersAsked = (given: Params, channel: Expr) => {
  const compared = isCompared(channel, given)
  return {
    otherScale: { stat: "count", where: and(compared, scoring(given).otherScale) },
    noScale: { stat: "count", where: and(compared, scoring(given).noScale) },
    noChannel: { stat: "count", where: not(present(channel)) },
    anonymous: { stat: "count", where: and(compared, not(present(column("customer")))) },
  } as const
}

interface Answers {
  readonly otherScale: Count
  readonly noScale: Count
  readonly noChannel: Count
}

/** What has to be said of the answers; `mixed` where some were given on another scale. Every row counts once. */
export const scaleCaveats = ({ noChannel, noScale, otherScale }: Answers, scale: Scale) => {
  const expected = `${scale.min}–${scale.max}`
  const caveats: ReadonlyArray<Caveat> = [
    ...(otherScale.n > 0 ? [caveat("scale-mismatch", { n: otherScale.n, expected })] : []),
    ...(noScale.n > 0 ? [caveat("scale-missing", { n: noScale.n, assumed: expected })] : []),
    ...(noChannel.n > 0 ? [caveat("not-stated", { n: noChannel.n })] : []),
  ]
  return { caveats, mixed: otherScale.n > 0 }
}
