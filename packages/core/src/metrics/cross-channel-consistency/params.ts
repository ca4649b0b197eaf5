import * as Schema from "effect/Schema"
import { coalesce, column, type Expr, inventory, oneOf, present } from "../../questions/Expr.ts"
import { feedbackParams, polarityParam } from "../feedback.ts"
import * as Metric from "../Metric.ts"

const { instrument, scale } = feedbackParams("csat", { min: 1, max: 5 }, "transactional")

/** Parameters of all forms, so that any of them decides the definition. */
export const params = Schema.Struct({
  form: Metric.withDefault(Schema.Literals(["score", "content", "within-customer"]), "score"),
  /** Column that names the channel; `null` for that of the touchpoint in the inventory. */
  channel: Metric.withDefault(Schema.NullOr(Schema.NonEmptyString), null),
  /** Channels that are compared; `null` for all. */
  channels: Metric.withDefault(Schema.NullOr(Schema.UniqueArray(Schema.String)), null),
  /** Of audits: by how much of its points an item may differ between channels and still be the same. */
  margin: Metric.withDefault(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)).check(Schema.isLessThan(1)), 0),
  instrument,
  scale,
  ...polarityParam,
}).check(
  Schema.makeFilter(
    ({ channels }) => channels === null || channels.length > 1 || "channels: one channel has nothing to agree with",
  ),
  Schema.makeFilter(
    ({ channels, form }) =>
      form !== "within-customer" ||
      channels?.length === 2 ||
      "channels: name the two channels whose scores of one customer are compared",
  ),
)

/** Parameters, decided. */
export type Params = typeof params.Type

/** The channel of an answer: a column, or what the inventory says of its touchpoint. */
export const channelOfAnswer = ({ channel }: Params): Expr =>
  channel === null ? inventory("channel") : column(channel)

/** The channel of an audited item, which may name one that differs from its touchpoint's. */
export const channelOfItem = ({ channel }: Params): Expr =>
  channel === null ? coalesce(column("channel"), inventory("channel")) : column(channel)

/** Whether a row is of one of the channels compared. */
export const isCompared = (channel: Expr, { channels }: Params): Expr =>
  channels === null ? present(channel) : oneOf(channel, channels)
