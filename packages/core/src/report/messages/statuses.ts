import type { MessageData } from "../../rules/Message.ts"
import type { Wording } from "../../rules/Wording.ts"

/** ` (of 1,258 orders: delivered 1200, other statuses: 2, without a status: 20)`; empty where nothing is known. */
export const statusList = (
  data: MessageData,
  w: Wording,
  words: { readonly of: string; readonly others: string; readonly none: string },
): string => {
  const { none, others, statuses } = data
  const counted = (n: typeof none, word: string) => (typeof n === "number" && n > 0 ? [`${word}: ${w.count(n)}`] : [])
  const parts = [
    ...(typeof statuses === "string" && statuses !== "" ? [statuses] : []),
    ...counted(others, words.others),
    ...counted(none, words.none),
  ]
  return parts.length === 0 ? "" : ` (${words.of}: ${parts.join(", ")})`
}
