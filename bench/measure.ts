/** One thing to measure. `prepare` is not timed; what it returns is given to each `run`. */
export interface Bench<A = never> {
  readonly name: string
  readonly prepare: () => A | Promise<A>
  readonly run: (input: A) => unknown
  /** Ends what `prepare` has begun. */
  readonly release?: (input: A) => unknown
  /** How many rows one run handles, to print rows per second. */
  readonly rows?: number
  /** Timed runs after one that warms up. Default 5. */
  readonly runs?: number
}

/** Median, best and worst of the timed runs, with the memory one run left behind. */
export const measure = async <A>(bench: Bench<A>): Promise<string> => {
  const input = await bench.prepare()
  await bench.run(input)
  const times: Array<number> = []
  let heap = 0
  for (let i = 0; i < (bench.runs ?? 5); i++) {
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    const start = performance.now()
    await bench.run(input)
    times.push(performance.now() - start)
    heap = Math.max(heap, process.memoryUsage().heapUsed - before)
  }
  await bench.release?.(input)
  const sorted = times.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  const rate = bench.rows === undefined ? "" : `, ${((bench.rows / median) * 1000).toExponential(2)} rows/s`
  const spread = `${(sorted[0] ?? 0).toFixed(1)} to ${(sorted.at(-1) ?? 0).toFixed(1)}`
  return `${bench.name}: ${median.toFixed(1)} ms (${spread})${rate}, ${(heap / 2 ** 20).toFixed(1)} MiB`
}
