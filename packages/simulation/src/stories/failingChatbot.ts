import { cleanLevers } from "../life/Levers.ts"
import { withTouchpoint } from "../shop/inventory.ts"
import type { Story } from "./Story.ts"

/** Share of satisfied answers about the chatbot. @category stories @since 0.2.0 */
export const SATISFIED = 0.3
/** Share of chats that are handed to a person. @category stories @since 0.2.0 */
export const HANDED_OFF = 0.55
/** Share of those that a person takes up. @category stories @since 0.2.0 */
export const TAKEN_UP = 0.5
/** Longest wait for the person, in minutes. */
const WAIT_MINUTES = 2880

const touchpoint = { kind: "touchpoint", id: "chatbot" } as const
const { chatbot } = cleanLevers

/** The chatbot rarely helps, hands over half of its chats, and half of those are lost. Nobody owns it. */
export const failingChatbot: Story<"failing-chatbot"> = {
  id: "failing-chatbot",
  title: {
    en: "A chatbot that fails and hands over badly",
    ru: "Чат-бот, который не справляется и теряет клиентов",
    pl: "Chatbot, który zawodzi i gubi klientów",
  },
  subjects: [touchpoint],
  changed: {
    "satisfied answers": { clean: chatbot.satisfied, planted: SATISFIED },
    "chats handed over": { clean: chatbot.handedOff, planted: HANDED_OFF },
    "chats taken up of those": { clean: chatbot.takenUp, planted: TAKEN_UP },
    "longest wait in minutes": { clean: chatbot.waitMinutes, planted: WAIT_MINUTES },
    owner: { clean: "Customer service", planted: "none" },
  },
  rules: { "ignored-negative-touchpoint": [touchpoint] },
  levers: (levers) => ({
    ...levers,
    chatbot: { satisfied: SATISFIED, handedOff: HANDED_OFF, takenUp: TAKEN_UP, waitMinutes: WAIT_MINUTES },
  }),
  inventory: (inventory) =>
    withTouchpoint(inventory, touchpoint.id, (one) => {
      const { owner, ...unowned } = one
      return owner === undefined ? one : unowned
    }),
}
