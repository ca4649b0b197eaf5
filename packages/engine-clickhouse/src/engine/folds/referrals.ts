import type { ReferralsOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { bears, event, events, firstOf, foldSql, NONE, when } from "./FoldSql.ts"
import { logHistogram } from "./LogBins.ts"

const MATURE = "mature "

/** The fold `referrals`: invitations within some time of the first start of all. */
export const referrals = foldSql<ReferralsOptions>({
  version: 1,
  options: ["start", "invitation", "accepted", "within", "asOf"],
  levels: ({ accepted, invitation, start, within }, { bit }) => [
    [["first", firstOf(bit(start))]],
    [
      ["own", "arrayElement(g, first)"],
      ["began", "arrayElement(at, first)"],
    ],
    // Each invitation: when it was sent, and when it was accepted.
    [
      [
        "sent",
        `arrayMap(r -> (r.1, if(${bears("r.3", bit(accepted))}, r.2, nan)), arrayFilter(r -> r.4 >= first AND r.1 - began <= ${double(within)} AND ${bears("r.3", bit(invitation))}, arrayZip(at, v, m, arrayEnumerate(at))))`,
      ],
    ],
    [["taken", `arrayFilter(r -> r.2 >= r.1 AND r.2 - began <= ${double(within)}, sent)`]],
  ],
  events: ({ asOf, within }) =>
    `if(own = '', ${NONE}, ${events(
      `[${event("own", "members")}]`,
      `if(${asOf === null ? "1" : `began + ${double(within)} <= ${double(asOf)}`}, ${events(
        `[${event("own", `concat('${MATURE}', toString(length(sent)), ' ', toString(length(taken)))`)}]`,
        when("arrayExists(r -> r.2 < r.1, sent)", event("own", "backwards", "0.", "arrayCount(r -> r.2 < r.1, sent)")),
        `arrayMap(r -> ${event("own", "~generations", "r.2 - began")}, taken)`,
      )}, ${NONE})`,
    )})`,
  state: (_, found) => {
    const members = found.times("members")
    if (members === 0) return undefined
    const mature = Array.from(found.whats(), (what) => what)
      .filter((what) => what.startsWith(MATURE))
      .map((what) => {
        const [invitations = 0, accepted = 0] = what.slice(MATURE.length).split(" ").map(Number)
        return { invitations, accepted, n: found.times(what) }
      })
      .toSorted((a, b) => a.invitations - b.invitations || a.accepted - b.accepted)
    return {
      members,
      mature,
      generations: logHistogram(found.values("~generations")),
      backwards: found.times("backwards"),
    }
  },
})
