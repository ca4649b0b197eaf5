import type { MessageData } from "../../rules/Message.ts"
import type { Wording } from "../../rules/Wording.ts"

/**
 * Statuses as data list them, `delivered 31528, cancelled 38`, with their counts as the locale writes them. A number
 * inside the name of a status is part of the name.
 */
const grouped = (statuses: string, w: Wording): string =>
  statuses.replaceAll(/(?<= )\d+(?=, |$)/gu, (n) => w.count(Number(n)))

/** ` (of 1,258 orders: delivered 1,200, other statuses: 2, without a status: 20)`; empty where nothing is known. */
export const statusList = (
  data: MessageData,
  w: Wording,
  words: { readonly of: string; readonly others: string; readonly none: string },
): string => {
  const { none, others, statuses } = data
  const counted = (n: typeof none, word: string) => (typeof n === "number" && n > 0 ? [`${word}: ${w.count(n)}`] : [])
  const parts = [
    ...(typeof statuses === "string" && statuses !== "" ? [grouped(statuses, w)] : []),
    ...counted(others, words.others),
    ...counted(none, words.none),
  ]
  return parts.length === 0 ? "" : ` (${words.of}: ${parts.join(", ")})`
}
