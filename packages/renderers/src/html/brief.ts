import type { Voice } from "@touchpoint/core/report"
import { plain } from "../speech/plain.ts"

/** Characters of a name, of a group and of a sentence that a page shows; longer ones are nobody's honest text. */
const NAME = 120
const GROUP = 200
const SENTENCE = 800

/** A text of at most so many characters; what is cut off shows as an ellipsis. */
export const cut = (text: string, most: number): string => {
  if (text.length <= most) return text
  const characters = [...plain(text)]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`
}

/** A voice that never speaks longer than a page can bear. */
export const brief = (voice: Voice): Voice => ({
  ...voice,
  say: (message) => cut(voice.say(message), SENTENCE),
  wording: {
    ...voice.wording,
    group: (of) => cut(voice.wording.group(of), GROUP),
    metric: (of) => cut(voice.wording.metric(of), NAME),
    name: (kind, id) => cut(voice.wording.name(kind, id), NAME),
  },
})
