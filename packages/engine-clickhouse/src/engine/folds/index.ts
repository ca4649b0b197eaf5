import { accrual } from "./accrual.ts"
import { conformance } from "./conformance.ts"
import { credit } from "./credit.ts"
import { durations } from "./durations.ts"
import type { FoldSql } from "./FoldSql.ts"
import { funnel } from "./funnel.ts"
import { paths } from "./paths.ts"
import { pressure } from "./pressure.ts"
import { recurrence } from "./recurrence.ts"
import { referrals } from "./referrals.ts"
import { retention } from "./retention.ts"
import { spells } from "./spells.ts"
import { transitions } from "./transitions.ts"

/** Folds that have SQL, by id. */
export const foldsSql: ReadonlyMap<string, FoldSql> = new Map(
  Object.entries({
    accrual,
    conformance,
    credit,
    durations,
    funnel,
    paths,
    pressure,
    recurrence,
    referrals,
    retention,
    spells,
    transitions,
  }),
)
