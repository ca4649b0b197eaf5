import { cleanLevers } from "../life/Levers.ts"
import type { Story } from "./Story.ts"

/** Share of newsletters clicked in the first month. @category stories @since 0.2.0 */
export const FIRST_CLICKS = 0.16
/** Share of newsletters clicked in the last month. @category stories @since 0.2.0 */
export const LAST_CLICKS = 0.02

/** Fewer and fewer readers click the newsletter, month after month. */
export const tiredNewsletter: Story<"tired-newsletter"> = {
  id: "tired-newsletter",
  title: { en: "A tired newsletter", ru: "Уставшая рассылка", pl: "Zmęczony newsletter" },
  subjects: [{ kind: "touchpoint", id: "email-newsletter" }],
  changed: {
    "share clicked in the first month": { clean: cleanLevers.newsletter.first, planted: FIRST_CLICKS },
    "share clicked in the last month": { clean: cleanLevers.newsletter.last, planted: LAST_CLICKS },
  },
  rules: {},
  levers: (levers) => ({ ...levers, newsletter: { first: FIRST_CLICKS, last: LAST_CLICKS } }),
}
