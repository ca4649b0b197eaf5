// The experiment: the group is a column of its own, and so is the value of a purchase.
import { shareDifferences } from "@touchpoint/core/analyses"
import { column, dimension, eq, present, tally } from "@touchpoint/core/questions"
import { ask, csv } from "touchpoint"
import { chance, points, sure, table } from "../print.ts"
import { recounted } from "./published.ts"

const paid = eq(column("touchpoint"), "payment_done")
const show = (what: string, published: string, own: string) => console.log(`  ${what}: ${published} | ${own}`)

/** Counts the groups of the experiment, and compares how many of their visitors pay. */
export const compareGroups = async (file: string): Promise<void> => {
  const shown = await ask(
    {
      attributes: { interactions: { group: "text", value: "number" } },
      facts: {
        interactions: csv(file, {
          customer: "client_id",
          at: "timestamp",
          touchpoint: "event",
          group: "user_backet",
          value: "transaction_value",
        }),
      },
    },
    [
      tally(
        "interaction",
        {
          events: { stat: "count" },
          visitors: { stat: "units", of: "customer" },
          payers: { stat: "units", of: "customer", where: paid },
          purchases: { stat: "count", where: present(column("value")) },
          value: { stat: "sum", of: column("value") },
        },
        { by: [dimension("group", column("group"))] },
      ),
      tally("interaction", { visitors: { stat: "units", of: "customer" } }),
    ],
  )
  const [byGroup, everybody] = shown.answers
  const groups = new Map(byGroup.groups.map(({ key, states: own }) => [String(key[0]), own]))
  console.log("\nThe experiment (ab_test_demo), recounted by hand | counted by touchpoint:")
  let members = 0
  for (const [name, expected] of Object.entries(recounted)) {
    const own = groups.get(name)
    if (own === undefined) continue
    members += own.visitors.n
    const share = (own.payers.n / own.visitors.n).toFixed(6)
    const counted = [own.events.n, own.visitors.n, own.payers.n, share, own.purchases.n, own.value.sum.toFixed(2)]
    show(`${name}, events, visitors, payers, share, purchases, value`, expected, counted.join(" "))
  }
  show("visitors in several groups", "0", String(members - (everybody.groups[0]?.states.visitors.n ?? 0)))
  const payers = (name: string) => {
    const own = groups.get(name)
    return [{ name: "pays", numerator: own?.payers.n ?? 0, denominator: own?.visitors.n ?? 0 }]
  }
  const [found] = shareDifferences(payers("test"), payers("control"))
  if (found !== undefined) {
    console.log("\nVisitors who pay, test less control:")
    const cells = [sure(found.first), sure(found.second), points(found), chance(found.p)]
    table(["test", "control", "difference", "p"], cells)
  }
}
