/**
 * Conformance suites that the author of a plugin runs, and the oracle they compare with.
 *
 * @module
 */
export { engineSuite, type EngineSuiteOptions } from "./engineSuite.ts"
export { type Census, census, type CensusOptions, customFolds } from "./fuzz/census.ts"
export { differential, type DifferentialOptions, type DifferentialReport } from "./fuzz/differential.ts"
export { type Cell, factsOf, type FactsSpec, inventoryOf, showSpec, specOf } from "./fuzz/FactsSpec.ts"
export type { GoldenCase } from "./golden/GoldenCase.ts"
export { goldenCases } from "./golden/index.ts"
export { type Fault, oracle, oracleLayer, type Verdict } from "./oracle/index.ts"
export { type FoldRow, runFold } from "./runFold.ts"
export {
  type ExpectedReport,
  type LoudCase,
  measurementOf,
  type MeasurementSketch,
  type QuietCase,
  ruleTester,
} from "./ruleTester.ts"
