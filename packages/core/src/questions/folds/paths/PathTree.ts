import { md5 } from "@noble/hashes/legacy.js"
import type { Path } from "./Path.ts"

/** The paths of a state, with what was thinned out. @category folds @since 0.2.0 */
export interface KeptPaths {
  /** Paths kept apart, ordered by their labels; the empty one is of conversions without a touch. */
  readonly paths: ReadonlyArray<Path>
  /** Journeys along paths that were thinned out. */
  readonly others: Omit<Path, "path">
  /** One path of `2 ** thinned` is kept, whichever shard it was met in; 0 where all are. */
  readonly thinned: number
}

const encoder = new TextEncoder()

/** Whether a path is one of those kept when one of `2 ** thinned` is: the same path on every machine. */
const isKept = (path: ReadonlyArray<string>, thinned: number): boolean => {
  const [a = 0, b = 0, c = 0, d = 0] = md5(encoder.encode(path.join("\u001F")))
  return thinned === 0 || (((a << 24) | (b << 16) | (c << 8) | d) & (2 ** Math.min(thinned, 31) - 1)) === 0
}

/**
 * Counts paths given as label codes: a tree in typed arrays, each node a touch after that of its parent, so that a
 * million paths take a few bytes each. Where there are more than `most`, half of them become others, and half again: which
 * ones, their names alone decide, so that shards agree.
 */
export class PathTree {
  private readonly most: number
  private readonly labels: ReadonlyArray<string>
  // Node 0 is the root: the path without touches.
  private nodes = 1
  private parent = new Int32Array(64)
  private code = new Int32Array(64)
  private journeys = new Float64Array(64)
  private converted = new Float64Array(64)
  private value = new Float64Array(64)
  /** Nodes by parent and code; 0 is a free place. */
  private places = new Int32Array(128)
  private paths = 0
  private thinned = 0
  private readonly others = { journeys: 0, converted: 0, value: 0 }

  constructor(most: number, labels: ReadonlyArray<string>) {
    this.most = most
    this.labels = labels
  }

  /** Counts journeys along the first `length` of the codes. */
  add(codes: Int32Array, length: number, journeys: number, converted: number, value: number): void {
    let node = this.walk(codes, length)
    if (node < 0 || this.journeys[node] === 0) {
      if (this.thinned > 0 && !isKept(this.textOf(codes, length), this.thinned)) {
        this.addOthers(journeys, converted, value)
        return
      }
      if (node < 0) node = this.grow(codes, length)
      this.paths++
    }
    this.journeys[node] = (this.journeys[node] as number) + journeys
    this.converted[node] = (this.converted[node] as number) + converted
    this.value[node] = (this.value[node] as number) + value
    if (this.paths > this.most) this.thinTo(this.thinned + 1)
  }

  /** Counts journeys along paths that are not known apart. */
  addOthers(journeys: number, converted: number, value: number): void {
    this.others.journeys += journeys
    this.others.converted += converted
    this.others.value += value
  }

  /** Keeps one path of `2 ** thinned`, or fewer where they are still too many. */
  thinTo(thinned: number): void {
    if (thinned <= this.thinned) return
    this.thinned = thinned
    const kept = this.list()
    this.nodes = 1
    this.paths = 0
    this.places = new Int32Array(128)
    this.journeys.fill(0)
    this.converted.fill(0)
    this.value.fill(0)
    for (const { codes, converted, journeys, value } of kept) this.add(codes, codes.length, journeys, converted, value)
  }

  /** The paths, ordered by their labels. */
  state(): KeptPaths {
    const paths = this.list().map(({ codes, ...counts }): Path => ({
      path: this.textOf(codes, codes.length),
      ...counts,
    }))
    return { paths, others: { ...this.others }, thinned: this.thinned }
  }

  private textOf(codes: Int32Array, length: number): ReadonlyArray<string> {
    return Array.from(codes.subarray(0, length), (code) => this.labels[code] ?? "")
  }

  private placeOf(parent: number, code: number): number {
    let place = (Math.imul(parent, 0x9e3779b1) ^ Math.imul(code + 1, 0x85ebca6b)) >>> 0
    place = (place ^ (place >>> 15)) & (this.places.length - 1)
    for (;;) {
      const node = this.places[place] as number
      if (node === 0 || (this.parent[node] === parent && this.code[node] === code)) return place
      place = (place + 1) & (this.places.length - 1)
    }
  }

  /** The node of a path; −1 where there is none. */
  private walk(codes: Int32Array, length: number): number {
    let node = 0
    for (let i = 0; i < length; i++) {
      node = this.places[this.placeOf(node, codes[i] as number)] as number
      if (node === 0) return -1
    }
    return node
  }

  private grow(codes: Int32Array, length: number): number {
    let node = 0
    for (let i = 0; i < length; i++) {
      const place = this.placeOf(node, codes[i] as number)
      const known = this.places[place] as number
      if (known !== 0) {
        node = known
        continue
      }
      if (this.nodes === this.parent.length) this.double()
      const child = this.nodes++
      this.parent[child] = node
      this.code[child] = codes[i] as number
      this.places[place] = child
      if (2 * this.nodes > this.places.length) this.spread()
      node = child
    }
    return node
  }

  private double(): void {
    const length = 2 * this.parent.length
    const [parent, code] = [new Int32Array(length), new Int32Array(length)]
    parent.set(this.parent)
    code.set(this.code)
    const [journeys, converted, value] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)]
    journeys.set(this.journeys)
    converted.set(this.converted)
    value.set(this.value)
    Object.assign(this, { parent, code, journeys, converted, value })
  }

  private spread(): void {
    this.places = new Int32Array(2 * this.places.length)
    for (let node = 1; node < this.nodes; node++)
      this.places[this.placeOf(this.parent[node] as number, this.code[node] as number)] = node
  }

  /** Every path with its counts, in the order of the labels: the tree is walked, its children by rank. */
  private list(): ReadonlyArray<Omit<Path, "path"> & { readonly codes: Int32Array }> {
    const ranked = [...this.labels.keys()].toSorted((a, b) =>
      (this.labels[a] ?? "") < (this.labels[b] ?? "") ? -1 : 1,
    )
    const rank = new Int32Array(ranked.length)
    for (const [place, code] of ranked.entries()) rank[code] = place
    // Of each rank its nodes, then of each node its children, both as lists linked through the nodes.
    const ofRank = new Int32Array(ranked.length)
    const next = new Int32Array(this.nodes)
    for (let node = 1; node < this.nodes; node++) {
      const place = rank[this.code[node] as number] as number
      next[node] = ofRank[place] as number
      ofRank[place] = node
    }
    const [child, sibling] = [new Int32Array(this.nodes), new Int32Array(this.nodes)]
    for (let place = ranked.length - 1; place >= 0; place--)
      for (let node = ofRank[place] as number; node !== 0; node = next[node] as number) {
        const parent = this.parent[node] as number
        sibling[node] = child[parent] as number
        child[parent] = node
      }
    const found: Array<Omit<Path, "path"> & { readonly codes: Int32Array }> = []
    const codes: Array<number> = []
    for (let node = 0; ;) {
      const journeys = this.journeys[node] as number
      if (journeys > 0)
        found.push({
          codes: Int32Array.from(codes),
          journeys,
          converted: this.converted[node] as number,
          value: this.value[node] as number,
        })
      let on = child[node] as number
      while (on === 0 && node !== 0) {
        on = sibling[node] as number
        node = this.parent[node] as number
        codes.pop()
      }
      if (on === 0) return found
      codes.push(this.code[on] as number)
      node = on
    }
  }
}
