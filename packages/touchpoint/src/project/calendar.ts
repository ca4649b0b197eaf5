import { Calendar } from "@touchpoint/core/time"
import type { Config } from "./Config.ts"

/** The calendar of a project: its zone, the first day of its week, its fiscal year. */
export const calendarOf = ({ fiscalYear, weekStart = 1, zone = "UTC" }: Config): Calendar.Calendar =>
  Calendar.make(zone, weekStart, fiscalYear)
