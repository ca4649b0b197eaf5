import { contradictingPromises } from "./contradictingPromises.ts"
import { emptyPostPurchase } from "./emptyPostPurchase.ts"
import { failingChatbot } from "./failingChatbot.ts"
import { lateCourier } from "./lateCourier.ts"
import { mobileCheckout } from "./mobileCheckout.ts"
import { overMailedSegment } from "./overMailedSegment.ts"
import { silentAfterPurchase } from "./silentAfterPurchase.ts"
import { slowCollection } from "./slowCollection.ts"
import { staleReview } from "./staleReview.ts"
import { starvedProfitable } from "./starvedProfitable.ts"
import type { Truth } from "./Story.ts"
import { tiredNewsletter } from "./tiredNewsletter.ts"
import { unaskedTouchpoint } from "./unaskedTouchpoint.ts"

/** All stories. Their order decides nothing. */
export const stories = [
  lateCourier,
  overMailedSegment,
  mobileCheckout,
  unaskedTouchpoint,
  emptyPostPurchase,
  tiredNewsletter,
  failingChatbot,
  starvedProfitable,
  contradictingPromises,
  staleReview,
  silentAfterPurchase,
  slowCollection,
] as const

/** Id of a planted problem. @category stories @since 0.2.0 */
export type StoryId = (typeof stories)[number]["id"]

/** Ids of all stories. @category stories @since 0.2.0 */
export const storyIds: ReadonlyArray<StoryId> = stories.map(({ id }) => id)

/** What a story plants, as {@link Truth}. */
export const truthOf = ({ changed, id, rules, subjects, title }: (typeof stories)[number]): Truth => ({
  story: id,
  title,
  subjects,
  changed,
  rules,
})
