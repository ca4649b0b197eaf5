import { listed } from "@touchpoint/core/model"
import * as Schema from "effect/Schema"

/** A shop cannot be simulated as asked: every option that is wrong, and what it may be. @category errors @since 0.2.0 */
export class ShopInvalid extends Schema.TaggedError<ShopInvalid>()("ShopInvalid", {
  issues: Schema.Array(Schema.Struct({ option: Schema.String, problem: Schema.String })),
}) {
  override get message(): string {
    const lines = this.issues.map(({ option, problem }) => `${option}: ${problem}`)
    return `The shop cannot be simulated:\n${listed(lines)}`
  }
}
