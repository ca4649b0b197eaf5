// Credit by Markov chains and Shapley values, from paths that were counted: 30 channels, 20,000 different paths.
import { attributeByModel, markovCredit, type PathCount, pathCounts, shapleyCredit } from "@touchpoint/core/analyses"
import { pathDefaults, paths, type Paths } from "@touchpoint/core/questions"
import type { Bench } from "./measure.ts"

const CHANNELS = 30
const PATHS = 20_000

/** A small generator of pseudo-random numbers (mulberry32), so that every run counts the same paths. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

const state = (channels: number): Paths => {
  const next = random(channels)
  const walked = Array.from({ length: PATHS }, () => ({
    path: Array.from({ length: 1 + Math.floor(6 * next()) }, () => `channel-${Math.floor(channels * next() ** 2)}`),
    journeys: 1 + Math.floor(50 * next() ** 4),
    value: 0,
  })).map((one) => ({ ...one, converted: Math.floor(one.journeys * next() * 0.2) }))
  return { ...paths.empty(pathDefaults), paths: walked }
}

const many = state(CHANNELS)
const few = state(12)
const counts: ReadonlyArray<PathCount> = pathCounts(many)

const benches: ReadonlyArray<Bench<unknown>> = [
  {
    name: "Markov chain of order 1, 30 channels, from an answer",
    run: () => attributeByModel([many], { model: "markov" }),
  },
  { name: "Markov chain of order 1, 30 channels, from paths", run: () => markovCredit(counts) },
  { name: "Markov chain of order 2, 30 channels, from paths", run: () => markovCredit(counts, 2) },
  { name: "Shapley values, 12 channels, exact", run: () => shapleyCredit(pathCounts(few)) },
  { name: "Shapley values, 30 channels, 2,000 orders", run: () => shapleyCredit(counts) },
].map((bench): Bench<unknown> => ({ ...bench, prepare: () => undefined }))
export default benches
