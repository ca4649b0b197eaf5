// A plugin as somebody else would publish it. The rule tells what it was given: whether the inventory is one of the core
// it imports itself, and whether effects it makes are effects to whoever runs it.
import { Inventory } from "@touchpoint/core/model"
import { Plugin } from "@touchpoint/core/plugins"
import { Rule } from "@touchpoint/core/rules"
import * as Schema from "effect/Schema"

const said = {
  met: ({ shared, touchpoints }) => `Acme met ${touchpoints} touchpoints of ${shared} core.`,
  greet: () => "Greet them.",
}

const neighbour = Rule.make({
  id: "acme/neighbour",
  meta: {
    title: "Neighbour",
    description: "A rule of another package runs beside ours.",
    severity: "warning",
    category: "inventory",
    recommended: true,
  },
  options: Schema.Struct({}),
  messages: { en: said, ru: said, pl: said },
  needs: () => ({}),
  judge: ({ inventory }) =>
    inventory === null
      ? []
      : [
          {
            subject: { kind: "phase", id: "after" },
            messageId: "met",
            data: {
              touchpoints: inventory.touchpoints.length,
              shared: inventory instanceof Inventory ? "one" : "another",
            },
            evidence: [],
            certainty: "certain",
            recommendation: { messageId: "greet", party: "brand", expectedEffect: null, effort: "low" },
          },
        ],
})

export const plugin = Plugin.make({ name: "@acme/touchpoint-rules", api: 1, items: [neighbour] })
