import { type Markup, tag } from "./markup.ts"

/** A pattern of slanting lines; `id` is what fills with it refer to. */
export const hatch = (id: string): Markup =>
  tag`<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/><line class="hatch-line" x1="0" x2="0" y1="0" y2="6"/></pattern>`
