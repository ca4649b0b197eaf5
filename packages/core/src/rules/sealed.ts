import type { Inventory } from "../model/Inventory.ts"

/**
 * A copy of the inventory that nobody can change: all rules are given the same one, and none may decide what the next
 * one sees. Attributes nest as deep as somebody wrote them, so nothing here calls itself.
 */
export const sealed = (inventory: Inventory): Inventory => {
  const copy = copyOf(inventory)
  freeze(copy)
  // The lists that every inventory shares.
  for (const list of [copy.allStages, copy.allCategories, copy.allChannels, copy.allParties]) freeze(list)
  return copy
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const shellOf = (source: object): object =>
  Array.isArray(source) ? [] : (Object.create(Object.getPrototypeOf(source) as object | null) as object)

const copyOf = <A extends object>(root: A): A => {
  const copies = new Map<object, object>([[root, shellOf(root)]])
  // A map that grows while it is walked: what is found on the way is visited too.
  for (const [source, target] of copies)
    for (const [key, inner] of Object.entries(source) as ReadonlyArray<readonly [string, unknown]>) {
      if (isObject(inner) && !copies.has(inner)) copies.set(inner, shellOf(inner))
      const value = isObject(inner) ? copies.get(inner) : inner
      // Defined, not assigned: a key may be called __proto__.
      Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true })
    }
  return copies.get(root) as A
}

const freeze = (root: object): void => {
  const seen = new Set<object>([root])
  for (const one of seen) {
    for (const inner of Object.values(one) as ReadonlyArray<unknown>) if (isObject(inner)) seen.add(inner)
    Object.freeze(one)
  }
}
