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
  /** Fills that stand for values, with the ink that is legible on them. */
  readonly fills: Readonly<Record<string, readonly [fill: string, ink: string]>>
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
  inks: {
    ink: "#1b1f24",
    muted: "#555d66",
    link: "#1a4f8b",
    critical: "#9c1c14",
    warning: "#7a4700",
    info: "#1a4f8b",
    good: "#0b6152",
  },
  marks: { data: "#1f5f9f", reference: "#7d5a3c", faint: "#727b85" },
  decor: { rule: "#d9dde1", grid: "#e6e9ec", band: "#c9dcf0", halo: "#ffffff", shade: "#c2c8cf" },
  fills: {
    s1: ["#a63a1e", "#ffffff"],
    s2: ["#f3c5ae", "#1b1f24"],
    s3: ["#e4e8ec", "#1b1f24"],
    s4: ["#b3d0ec", "#1b1f24"],
    s5: ["#1f5f9f", "#ffffff"],
    h1: ["#f1f6fb", "#1b1f24"],
    h2: ["#d6e6f5", "#1b1f24"],
    h3: ["#b0cfec", "#1b1f24"],
    h4: ["#86b3de", "#1b1f24"],
    h5: ["#2f72b4", "#ffffff"],
    h6: ["#174a80", "#ffffff"],
  },
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
  inks: {
    ink: "#e9ebee",
    muted: "#a9b1ba",
    link: "#93bff0",
    critical: "#ffaea6",
    warning: "#f0bd6c",
    info: "#93bff0",
    good: "#7fd1bd",
  },
  marks: { data: "#7db4ee", reference: "#d0a57c", faint: "#8b949e" },
  decor: { rule: "#343a41", grid: "#2a2f35", band: "#274461", halo: "#14171a", shade: "#4a525b" },
  fills: {
    s1: ["#f29274", "#14171a"],
    s2: ["#74442f", "#ffffff"],
    s3: ["#3a4149", "#ffffff"],
    s4: ["#2f5379", "#ffffff"],
    s5: ["#8fc1f5", "#14171a"],
    h1: ["#1b2530", "#e9ebee"],
    h2: ["#1f3851", "#ffffff"],
    h3: ["#285077", "#ffffff"],
    h4: ["#356a9e", "#ffffff"],
    h5: ["#77aee6", "#14171a"],
    h6: ["#b4d7fa", "#14171a"],
  },
}

/** A scheme as custom properties. */
export const properties = ({ decor, fills, inks, marks, surfaces }: Scheme): string =>
  [
    ...Object.entries({ ...surfaces, ...inks, ...marks, ...decor }),
    ...Object.entries(fills).flatMap(([id, [fill, ink]]) => [[id, fill] as const, [`on-${id}`, ink] as const]),
  ]
    .map(([id, colour]) => `--${id}:${colour}`)
    .join(";")
