import { message } from "../../../rules/Message.ts"
import type { Section } from "../../Block.ts"
import type { PressureInput } from "./ReportInput.ts"
import { section } from "./section.ts"

/** How often customers are written to; nothing where nobody is. */
export const pressureSection = ({ bins, cap, days, result }: PressureInput): ReadonlyArray<Section> => {
  const [measurement] = result.measurements
  if (measurement === undefined || measurement.n === 0 || bins.length === 0) return []
  return [
    section(message("report/pressure", { cap, days }, [measurement]), [
      {
        type: "histogram",
        title: message("report/pressureLegend", { days }, [measurement]),
        unitOfN: measurement.unitOfN,
        bins,
        cap,
        measurement,
      },
    ]),
  ]
}
