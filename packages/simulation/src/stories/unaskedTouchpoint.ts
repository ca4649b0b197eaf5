import type { Story } from "./Story.ts"

const touchpoint = { kind: "touchpoint", id: "product-page" } as const

/** Nobody asks about the page that is met most often. */
export const unaskedTouchpoint: Story<"unasked-touchpoint"> = {
  id: "unasked-touchpoint",
  title: {
    en: "A busy touchpoint nobody asks about",
    ru: "Людная точка контакта, о которой не спрашивают",
    pl: "Ruchliwy punkt styku, o który nikt nie pyta",
  },
  subjects: [touchpoint],
  changed: { "share of meetings asked about": { clean: 0.1, planted: 0 } },
  rules: { "missing-feedback": [touchpoint] },
  levers: (levers) => ({ ...levers, unasked: [...levers.unasked, touchpoint.id] }),
}
