import { and, column, not, present } from "../questions/Expr.ts"
import { tally } from "../questions/Question.ts"
import { conditionOf, happened, kindOfStep, type Step } from "./step.ts"

/** How many rows that are a step name no unit: nobody can follow them. @category metrics @since 0.2.0 */
export const namelessEntries = (step: Step, unit: string) => {
  const kind = kindOfStep(step)
  const all = [conditionOf(step), happened(kind)].filter((expr) => expr !== null)
  return tally(kind, { rows: { stat: "count" } }, { where: and(not(present(column(unit))), ...all) })
}
