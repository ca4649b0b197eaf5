import type { MeasureResult } from "../../../metrics/measure.ts"
import type { Measurement } from "../../../metrics/Measurement.ts"
import { message } from "../../../rules/Message.ts"
import type { Funnel, Section } from "../../Block.ts"
import type { FunnelInput } from "./ReportInput.ts"
import { section } from "./section.ts"

/** A funnel; nothing where nobody began it. */
export const funnelSection = ({ first, id, steps, within }: FunnelInput): ReadonlyArray<Section> => {
  const later = steps.flatMap(({ label, overall, relative }): Funnel["steps"] => {
    const whole = of(overall)
    return whole === null ? [] : [{ label, overall: whole, relative: of(relative) }]
  })
  const [second] = later
  const last = later.at(-1)
  if (second === undefined || last === undefined || later.length < steps.length) return []
  if (later.every(({ overall }) => overall.n === 0)) return []
  const [worst] = later
    .filter(({ relative }) => relative !== null && relative.value !== null && !isFew(relative))
    .toSorted((a, b) => (a.relative?.value ?? 0) - (b.relative?.value ?? 0))
  const title =
    last.overall.value === null
      ? message("report/funnelWithheld", { funnel: id })
      : message("report/funnel", { funnel: id, step: worst?.label ?? "" }, [
          last.overall,
          ...(worst?.relative === undefined || worst.relative === null ? [] : [worst.relative]),
        ])
  const shown = [{ label: first, overall: entered(second.overall), relative: null }, ...later]
  return [
    section(title, [{ type: "funnel", title: message("report/funnelLegend", { days: within }), id, steps: shown }]),
  ]
}

/** Where attempts begin, all have got to. */
const entered = (second: Measurement): Measurement => {
  const { versus: _, ...next } = second
  return {
    ...next,
    params: { ...next.params, step: 1 },
    value: next.value === null ? null : 1,
    interval: null,
    numerator: next.denominator,
  }
}

const of = ({ measurements }: MeasureResult): Measurement | null => measurements[0] ?? null

const isFew = ({ caveats }: Measurement): boolean => caveats.some(({ id }) => id === "insufficient")
