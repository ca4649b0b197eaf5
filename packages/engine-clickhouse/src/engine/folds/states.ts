/** Named fields of a tuple, in order: the state of a machine that goes from row to row. */
export interface Machine<F extends string> {
  /** A field of the tuple in a name. */
  readonly of: (tuple: string, field: F) => string
  /** The tuple in a name with some fields changed. */
  readonly with: (tuple: string, changed: Partial<Readonly<Record<F, string>>>) => string
  readonly make: (fields: Readonly<Record<F, string>>) => string
}

/** A machine with these fields. */
export const machine = <F extends string>(fields: ReadonlyArray<F>): Machine<F> => {
  const of = (tuple: string, field: F) => `${tuple}.${fields.indexOf(field) + 1}`
  return {
    of,
    with: (tuple, changed) => `tuple(${fields.map((field) => changed[field] ?? of(tuple, field)).join(", ")})`,
    make: (values) => `tuple(${fields.map((field) => values[field]).join(", ")})`,
  }
}

/** An expression over a value that has a name in it: computed once, however often it is used. */
export const named = (name: string, value: string, use: string): string => `arrayMap(${name} -> ${use}, [${value}])[1]`
