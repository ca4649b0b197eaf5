import { countable, type Field, happened, optional, required } from "./Field.ts"

/**
 * A reference: a row of this kind belongs to the rows of `target` whose `targetKey` equals its `key`. Where these are
 * several, a question has to say how their values become one.
 *
 * @category facts
 * @since 0.1.0
 */
export interface Link {
  readonly target: string
  readonly key: string
  readonly targetKey: string
}

/**
 * A kind of fact: one table, one grain.
 *
 * @category facts
 * @since 0.1.0
 */
export interface FactKind<Id extends string = string, Fields extends Record<string, Field> = Record<string, Field>> {
  readonly id: Id
  /** Name of the table in configurations: `orders` for the kind `order`. */
  readonly plural: string
  readonly doc: string
  /** What one row is, as the unit of `n`. */
  readonly row: string
  readonly fields: Fields
  /** Names of the own attributes among `fields`. */
  readonly attributes: ReadonlyArray<string>
  readonly links: ReadonlyArray<Link>
  /** Order of the kind among rows of one instant in a trail. */
  readonly rank: number
  /** Columns that name a customer: aliases in them are resolved. */
  readonly people: ReadonlyArray<string>
  /** Columns that identify a row; a second row with the same values is a duplicate. */
  readonly key: ReadonlyArray<string>
}

/** Columns every kind has. @category facts @since 0.1.0 */
export const commonFields = {
  source: required.text("the source the row came from"),
  eventId: optional.text("id of the row in its source; a second row with it is a duplicate"),
  customer: optional.text("the customer, canonical after identities are applied"),
  at: optional.instant("when it happened; an undated source has none", happened),
  sequence: optional.integer("order of the row in its source, for rows of one instant"),
  weight: optional.number("how many rows of the population it stands for", countable),
}

/**
 * Declares a fact kind with the common columns and its own.
 *
 * @category facts
 * @since 0.1.0
 */
export const make = <const Id extends string, Fields extends Record<string, Field>>(kind: {
  readonly id: Id
  readonly plural: string
  readonly doc: string
  readonly row: string
  readonly rank: number
  readonly fields: Fields
  readonly links?: ReadonlyArray<Link>
  /** Columns that name a customer, beside `customer`. */
  readonly people?: ReadonlyArray<string>
  readonly key?: ReadonlyArray<string>
}): FactKind<Id, typeof commonFields & Fields> => ({
  ...kind,
  fields: { ...commonFields, ...kind.fields },
  attributes: [],
  links: kind.links ?? [],
  people: ["customer", ...(kind.people ?? [])],
  key: kind.key ?? ["source", "eventId"],
})
