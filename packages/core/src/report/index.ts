/**
 * Reports: blocks without markup, colours or rounding, and the voice in which renderers speak.
 *
 * @module
 */
export * from "./Block.ts"
export * from "./change.ts"
export * from "./Manifest.ts"
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
