import type { Life } from "./Life.ts"
import { DAY } from "./ShopTime.ts"
import { T } from "./vocabulary.ts"

/** How long the experiment has run by the end of the simulated time. */
const RUNS = 120 * DAY

/** The checkout on one page, against that on several: who comes there is given one of the two. Neither sells more. */
export const expose = (life: Life, at: number): void => {
  const { sink } = life
  if (life.exposed || at < sink.end - RUNS || !sink.holds(at)) return
  life.exposed = true
  sink.row("exposure", {
    eventId: `e${life.digits}`,
    customer: life.id,
    at,
    experiment: 0,
    arm: life.stream("experiment").below(2),
    touchpoint: T.checkout,
  })
}
