import { format, inspect, isDeepStrictEqual } from "node:util"

export const failures: Array<string> = []

const show = (value: unknown): string => inspect(value, { depth: Infinity, breakLength: Infinity, compact: true })

const same = (actual: unknown, said: string, value: (() => unknown) | undefined): boolean => {
  if (show(actual) === said) return true
  try {
    return value !== undefined && isDeepStrictEqual(actual, value())
  } catch {
    return false
  }
}

/** `expression // => value`: deeply equal to the value, or printed like it. A promise is waited for. */
export const $expect = async (actual: unknown, where: string, said: string, value?: () => unknown): Promise<void> => {
  const settled = await actual
  if (!same(settled, said, value)) failures.push(`${where}: expected ${said}, got ${show(settled)}`)
}

/** `console.log(…) // text`: prints the text; quotes around it may be left out or written. */
export const $logged = (values: ReadonlyArray<unknown>, where: string, said: string): void => {
  const printed = format(...values)
  if (printed !== said && JSON.stringify(printed) !== said)
    failures.push(`${where}: expected it to print ${said}, it printed ${printed}`)
}
