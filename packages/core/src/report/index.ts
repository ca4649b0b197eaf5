/**
 * Reports: blocks without markup, colours or rounding, and the voice in which renderers speak.
 *
 * @module
 */
export * from "./Block.ts"
export * from "./change.ts"
export { filterText } from "./filterText.ts"
export * from "./Manifest.ts"
export { within } from "./messages/units.ts"
export * from "./notes.ts"
export { parameterText } from "./parameterText.ts"
export * from "./place.ts"
export * from "./Report.ts"
export { stepsNamed } from "./stepsNamed.ts"
export {
  type CohortsInput,
  type FunnelInput,
  type JourneyInput,
  overview,
  type PressureInput,
  type ReportInput,
} from "./standard/overview/index.ts"
export * from "./voice.ts"
export { makeWording } from "./wording.ts"
