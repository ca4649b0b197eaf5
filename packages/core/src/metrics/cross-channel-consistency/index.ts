import * as Effect from "effect/Effect"
import type * as Metric from "../Metric.ts"
import { content } from "./content.ts"
import { gap } from "./gap.ts"
import { scores } from "./score.ts"

/**
 * How alike channels are; more is better in every form. `score`: how little their mean scores differ beyond noise.
 * `content`: the share of audited items that are the same in all of them. `within-customer`: how near the scores are
 * that one customer gives to two channels.
 *
 * **Gotchas**
 *
 * Three numbers of three kinds of facts: scores of answers, items of audits, gaps of customers. Channels that serve
 * different people differ in their scores for that reason; `within-customer` compares like with like.
 *
 * @category metrics
 * @since 0.2.0
 */
export const crossChannelConsistency: Metric.Metric = {
  ...scores,
  prepare: (input) =>
    Effect.flatMap(scores.prepare(input), (prepared) => {
      const { form } = prepared.params
      return form === "content"
        ? content.prepare(input)
        : form === "within-customer"
          ? gap.prepare(input)
          : Effect.succeed(prepared)
    }),
}
