import { ruleTester } from "@touchpoint/testing"
import { staleReview } from "./index.ts"

const asOf = Date.parse("2026-03-31T12:00:00Z")
const at = (id: string, rest: object = {}) => ({ id, stage: "during-purchase", ...rest })
const touchpoints = (...list: ReadonlyArray<object>) => ({ touchpoints: list })

ruleTester(staleReview, {
  quiet: [
    { name: "no inventory", asOf },
    { name: "nothing was ever reviewed: reviews are kept elsewhere", inventory: touchpoints(at("a"), at("b")), asOf },
    { name: "exactly at the limit", inventory: touchpoints(at("a", { reviewed: "2025-03-31" })), asOf },
    { name: "reviewed after the facts end", inventory: touchpoints(at("a", { reviewed: "2026-06-01" })), asOf },
    { name: "without dated facts nothing is old", inventory: touchpoints(at("a", { reviewed: "1999-01-01" })) },
    {
      name: "planned and retired touchpoints",
      inventory: touchpoints(
        at("a", { reviewed: "2026-03-01" }),
        at("b", { status: "planned" }),
        at("c", { status: "retired", reviewed: "2001-01-01" }),
      ),
      asOf,
    },
    {
      name: "an ignored touchpoint",
      inventory: touchpoints(at("a", { reviewed: "2001-01-01" })),
      options: { ignore: ["a"] },
      asOf,
    },
    {
      name: "a longer limit of one's own",
      inventory: touchpoints(at("a", { reviewed: "2025-01-01" })),
      options: { withinDays: 1000 },
      asOf,
    },
  ],
  loud: [
    {
      name: "a day over the limit",
      inventory: touchpoints(at("a", { reviewed: "2025-03-30", party: "partner" })),
      asOf,
      reports: [
        {
          messageId: "stale",
          subject: "a",
          severity: "warning",
          certainty: "certain",
          action: "review",
          party: "partner",
          evidence: [],
          expectedEffect: null,
        },
      ],
    },
    {
      name: "one day, in the singular",
      inventory: touchpoints(at("a", { reviewed: "2026-03-29" })),
      options: { withinDays: 1 },
      asOf,
      reports: [{ messageId: "stale" }],
    },
    {
      name: "never reviewed where others are, also without dated facts",
      inventory: touchpoints(at("a", { reviewed: "2026-01-01" }), at("b", { status: "active" })),
      reports: [{ messageId: "never", subject: "b", severity: "info", action: "review", party: "brand" }],
    },
    {
      name: "the one review there is counts, also of what is ignored",
      inventory: touchpoints(at("a", { reviewed: "2001-01-01" }), at("b")),
      options: { ignore: ["a"] },
      asOf,
      reports: [{ messageId: "never", subject: "b" }],
    },
    {
      name: "hostile ids are only ids",
      inventory: touchpoints(at("constructor", { reviewed: "2001-01-01" })),
      asOf,
      reports: [{ messageId: "stale", subject: "constructor" }],
    },
  ],
})
