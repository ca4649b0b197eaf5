// False-positive rate of the comparison of two net scores, by simulation: both groups answer alike.
//
//   node --conditions=@touchpoint/source scripts/oracle/netScoreErrors.ts
import { netScoreDifference } from "@touchpoint/core/metrics"
import { twoNetScores } from "@touchpoint/core/stats"

const RUNS = 20_000
const [promoters, detractors] = [0.5, 0.2]

/** mulberry32: the same answers every time. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

const next = random(7)
const group = (n: number) => {
  const counts = { promoters: 0, detractors: 0, n }
  for (let i = 0; i < n; i++) {
    const u = next()
    if (u < promoters) counts.promoters++
    else if (u < promoters + detractors) counts.detractors++
  }
  return counts
}

console.log("n per group   z of raw difference   as reported")
for (const n of [1, 3, 5, 10, 20, 29, 30, 50, 100, 300]) {
  let [raw, reported] = [0, 0]
  for (let run = 0; run < RUNS; run++) {
    const [a, b] = [group(n), group(n)]
    if ((twoNetScores(a, b)?.p ?? 1) < 0.05) raw++
    if ((netScoreDifference(a, b)?.p ?? 1) < 0.05) reported++
  }
  const percent = (count: number) => `${((100 * count) / RUNS).toFixed(2)} %`
  console.log(`${String(n).padStart(11)}   ${percent(raw).padStart(19)}   ${percent(reported).padStart(11)}`)
}
