import * as Calendar from "./Calendar.ts"
import * as LocalTime from "./LocalTime.ts"

const DAY = 86_400_000

/** The point as far into another bucket as an instant is into its own (by the wall clock), its end at most. */
export const samePlace = (
  calendar: Calendar.Calendar,
  grain: Calendar.Grain,
  instant: number,
  bucket: number,
): number => {
  const time = LocalTime.of(calendar.zone)
  const start = Calendar.startOf(calendar, grain, instant)
  const end = Calendar.next(calendar, grain, bucket)
  if (instant === start) return bucket
  if (grain === "hour") return Math.min(bucket + instant - start, end)
  const midnight = (at: number) => Math.floor((at + time.offsetAt(at)) / DAY) * DAY
  const into = instant + time.offsetAt(instant) - midnight(start)
  return Math.max(bucket, Math.min(time.resolve(midnight(bucket) + into).instant, end))
}
