import { assert as base } from "vitest"

/** Credits by channel, in the order of names, equal up to 1e-12. */
const credits = (
  found: ReadonlyMap<string, number> | undefined,
  wanted: Readonly<Record<string, number>> | ReadonlyMap<string, number>,
): void => {
  const all = wanted instanceof Map ? wanted : new Map(Object.entries(wanted))
  base.deepStrictEqual([...(found?.keys() ?? [])], [...all.keys()])
  for (const [channel, value] of all) base.approximately(found?.get(channel) ?? Number.NaN, value, 1e-12, channel)
}

export const assert: typeof base & { readonly credits: typeof credits } = Object.assign({}, base, { credits })
