import type { Story } from "./Story.ts"

const stage = { kind: "stage", id: "follow-up" } as const

/** The stage after the order is empty: nobody thanks buyers or suggests what goes with what they bought. */
export const emptyPostPurchase: Story<"empty-post-purchase"> = {
  id: "empty-post-purchase",
  title: { en: "An empty stage after the order", ru: "Пустой этап после заказа", pl: "Pusty etap po zamówieniu" },
  subjects: [stage],
  changed: { "touchpoints of the stage": { clean: 2, planted: 0 } },
  rules: { "stage-gap": [stage] },
  levers: (levers) => ({ ...levers, followUp: false }),
  inventory: (inventory) => ({
    ...inventory,
    touchpoints: inventory.touchpoints.filter((touchpoint) => touchpoint.stage !== stage.id),
  }),
}
