/** The known word closest to a mistyped one (at most 2 edits, and never all its letters), for "did you mean". @category errors @since 0.1.0 */
export const nearest = (word: string, known: Iterable<string>): string | undefined => {
  let best: string | undefined
  let bound = Math.min(3, word.length)
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bound) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bound) [best, bound] = [candidate, distance]
  }
  return best
}

const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++)
      current.push(
        Math.min(
          (previous[j] ?? 0) + 1,
          (current[j - 1] ?? 0) + 1,
          (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    previous = current
  }
  return previous[b.length] ?? 0
}
