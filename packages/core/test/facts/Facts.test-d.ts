import { type ColumnReference, define } from "@touchpoint/core/facts"
import * as Schema from "effect/Schema"

const model = define({
  order: {
    attributes: {
      state: Schema.String,
      size: Schema.Finite,
      pieces: Schema.Int,
      gift: Schema.Boolean,
      grade: Schema.Literals(["a", "b"]),
    },
  },
})

/** Compiles only where the column holds exactly that. */
type Holds<R, V> = R extends ColumnReference<string, string, infer T> ? ([T, V] extends [V, T] ? true : false) : false
const holds =
  <V>() =>
  <R>(reference: R, exactly: Holds<R, V>) => [reference, exactly]

// Own attributes hold what their schema says.
holds<string>()(model.column("order", "state"), true)
holds<number>()(model.column("order", "size"), true)
holds<number>()(model.column("order", "pieces"), true)
holds<boolean>()(model.column("order", "gift"), true)
holds<string>()(model.column("order", "grade"), true)

// So do the columns of the kind, instants being numbers.
holds<number>()(model.column("order", "amount"), true)
holds<number>()(model.column("promise", "due"), true)
holds<boolean>()(model.column("promise", "inFull"), true)
holds<string>()(model.column("order-line", "orderId"), true)

// @ts-expect-error: a number is no text
holds<string>()(model.column("order", "amount"), true)

// @ts-expect-error: no such column
model.column("order", "stat")

// @ts-expect-error: an attribute of another kind
model.column("refund", "state")

// @ts-expect-error: no such kind
model.column("orders", "amount")

// @ts-expect-error: no kind of this name takes attributes
define({ ordr: { attributes: { state: Schema.String } } })

// @ts-expect-error: a list is no column
define({ order: { attributes: { tags: Schema.Array(Schema.String) } } })

// @ts-expect-error: a column holds texts, numbers or booleans
define({ order: { attributes: { when: Schema.Date } } })

// @ts-expect-error: without own attributes there is no own column
define().column("order", "state")
