import type { Voice } from "@touchpoint/core/report"
import type { Severity } from "@touchpoint/core/rules"
import { type Markup, tag } from "./markup.ts"

/** Shapes tell severities apart without colour: an octagon, a triangle, a circle; each with its sign. */
const shapes: Readonly<Record<Severity, Markup>> = {
  critical: tag`<path d="M7.1 2h7.8L20 7.1v7.8L14.9 20H7.1L2 14.9V7.1Z"/><path class="sign" d="M11 6.2v6.2M11 15.6v.2"/>`,
  warning: tag`<path d="M11 1.8 21 19.4H1Z" stroke-linejoin="round"/><path class="sign" d="M11 8v5M11 16.1v.2"/>`,
  info: tag`<circle cx="11" cy="11" r="9"/><path class="sign" d="M11 10.2v5.4M11 6.6v.2"/>`,
}

/** The sign of a severity; it says nothing by itself, its word stands beside it or labels its link. */
export const sign = (severity: Severity): Markup =>
  tag`<svg class="sign-of ${severity}" viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">${shapes[severity]}</svg>`

/** The sign with its word. */
export const badge = (voice: Voice, severity: Severity): Markup =>
  tag`<span class="badge ${severity}">${sign(severity)}${voice.label(severity)}</span>`

/** From grave to slight. */
export const SEVERITIES: ReadonlyArray<Severity> = ["critical", "warning", "info"]
