/** Strongly connected groups of more than one node, or of one that leads to itself (Tarjan). */
const knots = (graph: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyArray<ReadonlySet<string>> => {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: Array<string> = []
  const open = new Set<string>()
  const groups: Array<ReadonlySet<string>> = []
  const visit = (node: string): void => {
    const at = index.size
    index.set(node, at)
    low.set(node, at)
    stack.push(node)
    open.add(node)
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next)
      if (open.has(next)) low.set(node, Math.min(low.get(node) ?? at, low.get(next) ?? at))
    }
    if (low.get(node) !== at) return
    const group = new Set(stack.splice(stack.indexOf(node)))
    for (const member of group) open.delete(member)
    if (group.size > 1 || graph.get(node)?.has(node) === true) groups.push(group)
  }
  for (const node of graph.keys()) if (!index.has(node)) visit(node)
  return groups
}

/** The shortest way from a node back to itself inside its group. */
const around = (graph: ReadonlyMap<string, ReadonlySet<string>>, group: ReadonlySet<string>): ReadonlyArray<string> => {
  let best: ReadonlyArray<string> = []
  for (const start of group) {
    const queue: Array<ReadonlyArray<string>> = [[start]]
    const seen = new Set<string>()
    for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
      const nexts = graph.get(way.at(-1) ?? start) ?? new Set<string>()
      if (nexts.has(start)) {
        if (best.length === 0 || way.length + 1 < best.length) best = [...way, start]
        break
      }
      for (const next of nexts) {
        if (!group.has(next) || seen.has(next)) continue
        seen.add(next)
        queue.push([...way, next])
      }
    }
  }
  return best
}

/** One shortest cycle of every knot of the graph. */
export const cyclesOf = (graph: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyArray<ReadonlyArray<string>> =>
  knots(graph).map((group) => around(graph, group))
