import { cleanLevers } from "../life/Levers.ts"
import type { Story } from "./Story.ts"

/** Share of visits that met the video before. @category stories @since 0.2.0 */
export const REACH = 0.03
/** Share of those who then order, once they are at the checkout. @category stories @since 0.2.0 */
export const ORDERS = 0.95

/** Hardly anybody is shown the video, and nearly everybody who saw it buys. */
export const starvedProfitable: Story<"starved-profitable"> = {
  id: "starved-profitable",
  title: {
    en: "A profitable touchpoint kept short",
    ru: "Прибыльная точка контакта, которую обделили",
    pl: "Zyskowny punkt styku, o którym zapomniano",
  },
  subjects: [{ kind: "touchpoint", id: "video-tutorial" }],
  changed: {
    "share of visits that met it": { clean: cleanLevers.video.reach, planted: REACH },
    "orders at the checkout after it": { clean: "as everybody", planted: ORDERS },
  },
  rules: {},
  levers: (levers) => ({ ...levers, video: { reach: REACH, orders: ORDERS } }),
}
