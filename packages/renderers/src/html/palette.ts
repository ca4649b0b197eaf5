type Colours = Readonly<Record<string, string>>

/** Colours of one scheme. Every ink is legible on every surface, every mark is visible on every surface. */
export interface Scheme {
  /** Backgrounds of text and marks. */
  readonly surfaces: Colours
  /** Colours of text: at least 4.5 : 1 on every surface. */
  readonly inks: Colours
  /** Colours of lines and dots that carry meaning: at least 3 : 1 on every surface. */
  readonly marks: Colours
  /** Hairlines and fills that carry none. */
  readonly decor: Colours
}

/** On white paper. */
export const light: Scheme = {
  surfaces: {
    page: "#ffffff",
    panel: "#f6f7f8",
    "tint-critical": "#fdeceb",
    "tint-warning": "#fdf1dc",
    "tint-info": "#e9f1fa",
  },
  inks: { ink: "#1b1f24", muted: "#555d66", link: "#1a4f8b", critical: "#9c1c14", warning: "#7a4700", info: "#1a4f8b" },
  marks: { data: "#1f5f9f", reference: "#7d5a3c", faint: "#727b85" },
  decor: { rule: "#d9dde1", grid: "#e6e9ec", band: "#c9dcf0", halo: "#ffffff", shade: "#c2c8cf" },
}

/** On a dark screen. */
export const dark: Scheme = {
  surfaces: {
    page: "#14171a",
    panel: "#1c2024",
    "tint-critical": "#3a1e1d",
    "tint-warning": "#352812",
    "tint-info": "#1a2a3c",
  },
  inks: { ink: "#e9ebee", muted: "#a9b1ba", link: "#93bff0", critical: "#ffaea6", warning: "#f0bd6c", info: "#93bff0" },
  marks: { data: "#7db4ee", reference: "#d0a57c", faint: "#8b949e" },
  decor: { rule: "#343a41", grid: "#2a2f35", band: "#274461", halo: "#14171a", shade: "#4a525b" },
}

/** A scheme as custom properties. */
export const properties = ({ decor, inks, marks, surfaces }: Scheme): string =>
  Object.entries({ ...surfaces, ...inks, ...marks, ...decor })
    .map(([id, colour]) => `--${id}:${colour}`)
    .join(";")
