import type { DurationOptions } from "@touchpoint/core/questions"
import { WorkingHours } from "@touchpoint/core/time"
import { double } from "../../sql.ts"
import { numbers } from "../expressions.ts"
import type { Held } from "../Ground.ts"

/** What a clock shows at an instant, as an expression: working time since its first edge, or the instant itself. */
const reading = (held: Held, open: ReadonlyArray<number> | null, at: string): string => {
  if (open === null) return at
  if (open.length === 0) return "0."
  const until = WorkingHours.stopwatch(open)
  const before = open.map((edge) => until(Number.NEGATIVE_INFINITY, edge))
  // Past an opening that is followed by a closing, work goes on.
  const going = open.map((_, i) => (i % 2 === 0 && i + 1 < open.length ? 1 : 0))
  const [edges, done, runs] = [numbers({ held }, open), numbers({ held }, before), numbers({ held }, going)]
  const edge = `roundDown(${at}, arrayConcat([-inf], ${edges}))`
  return `(transform(${edge}, ${edges}, ${done}, 0.) + if(transform(${edge}, ${edges}, ${runs}, 0.) = 1., ${at} - ${edge}, 0.))`
}

/** What a clock shows when facts are complete. */
export const finalReading = (open: ReadonlyArray<number> | null, asOf: number): string =>
  double(open === null ? asOf : WorkingHours.stopwatch(open)(Number.NEGATIVE_INFINITY, asOf))

/** What all clocks show at an instant. */
export const readings = (held: Held, { clocks }: Pick<DurationOptions, "clocks">, at: string): string =>
  `[${clocks.map(({ open }) => reading(held, open, at)).join(", ")}]`
