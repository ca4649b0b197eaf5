/**
 * A `Date` whose local parts are those of UTC, so that date-fns reads and writes local times without meeting the zone of
 * the process. Like `tz("UTC")` of @date-fns/tz, which takes twelve times as long to parse with.
 */
export class UtcDate extends Date {
  override getTimezoneOffset(): number {
    return 0
  }
  override getFullYear(): number {
    return this.getUTCFullYear()
  }
  override getMonth(): number {
    return this.getUTCMonth()
  }
  override getDate(): number {
    return this.getUTCDate()
  }
  override getDay(): number {
    return this.getUTCDay()
  }
  override getHours(): number {
    return this.getUTCHours()
  }
  override getMinutes(): number {
    return this.getUTCMinutes()
  }
  override getSeconds(): number {
    return this.getUTCSeconds()
  }
  override getMilliseconds(): number {
    return this.getUTCMilliseconds()
  }
  override setFullYear(...parts: [number, number?, number?]): number {
    return this.setUTCFullYear(...parts)
  }
  override setMonth(...parts: [number, number?]): number {
    return this.setUTCMonth(...parts)
  }
  override setDate(day: number): number {
    return this.setUTCDate(day)
  }
  override setHours(...parts: [number, number?, number?, number?]): number {
    return this.setUTCHours(...parts)
  }
  override setMinutes(...parts: [number, number?, number?]): number {
    return this.setUTCMinutes(...parts)
  }
  override setSeconds(...parts: [number, number?]): number {
    return this.setUTCSeconds(...parts)
  }
  override setMilliseconds(ms: number): number {
    return this.setUTCMilliseconds(ms)
  }
}

/** The context function that date-fns takes as its option `in`. */
export const utc = (date: Date | number | string): UtcDate => new UtcDate(+new Date(date))
