import { paths as core, type PathOptions } from "@touchpoint/core/questions"
import { double } from "../../sql.ts"
import { event, events, foldSql, type Found, NONE, when } from "./FoldSql.ts"
import { journeys } from "./journeys.ts"
import { logHistogram } from "./LogBins.ts"

const [PATH, CONVERTED, WORTH] = ["path ", "converted ", "worth "] as const

/** The fold `paths`: which labels journeys went through, and how many of them ended with a conversion. */
export const paths = foldSql<PathOptions>({
  version: 1,
  options: ["touch", "gap", "lookBack", "reuse", "conversion", "start", "transform", "longest", "keep", "most", "asOf"],
  levels: (options, { bit }) => {
    const { asOf, conversion, gap, keep, longest, lookBack, transform } = options
    const patience = Math.min(gap ?? Number.POSITIVE_INFINITY, lookBack ?? Number.POSITIVE_INFINITY)
    const shorten = { unique: "", exposure: "arrayCompact", first: "arrayDistinct" }[transform]
    const waits =
      asOf === null || patience === Number.POSITIVE_INFINITY
        ? "toUInt8(0)"
        : `converted = 0 AND endAt + ${double(patience)} > ${double(asOf)}`
    return [
      ...journeys(options, bit),
      [
        ["own", conversion === null ? "tupleElement(touches[1], 4)" : "endGroup"],
        ["open", waits],
        ["whole", `${shorten}(arrayMap(t -> t.3, touches))`],
      ],
      [
        [
          "path",
          keep === "first" || longest === 0
            ? `arraySlice(whole, 1, ${longest})`
            : `if(length(whole) <= ${longest}, whole, arraySlice(whole, -${longest}))`,
        ],
      ],
      [["name", "toJSONString(path)"]],
    ]
  },
  events: ({ longest }) =>
    `if(own = '', ${NONE}, ${events(
      `[${event("own", "any")}]`,
      when("open", event("own", "open")),
      `if(open, ${NONE}, ${events(
        `[${event("own", "touches", "0.", "length(touches)")}, ${event("own", `concat('${PATH}', name)`)}]`,
        when(`length(whole) > ${longest}`, event("own", "cut")),
        when("converted = 1", event("own", `concat('${CONVERTED}', name)`)),
        when("converted = 1 AND NOT isNaN(endValue)", event("own", `concat('${WORTH}', name)`, "0.", "endValue")),
        when("converted = 1 AND notEmpty(touches)", event("own", "~elapsed", "endAt - tupleElement(touches[1], 2)")),
      )})`,
    )})`,
  state: (options, found) => {
    if (found.times("any") === 0) return undefined
    // Core thins out what is too much, by the names of the paths alone.
    return core.merge(core.empty(options), {
      paths: [...pathsOf(found)],
      others: { journeys: 0, converted: 0, value: 0 },
      thinned: 0,
      most: options.most,
      open: found.times("open"),
      cut: found.times("cut"),
      touches: found.times("touches"),
      elapsed: logHistogram(found.values("~elapsed")),
    })
  },
})

const pathsOf = function* (found: Found) {
  for (const what of found.whats()) {
    if (!what.startsWith(PATH)) continue
    const name = what.slice(PATH.length)
    yield {
      path: (JSON.parse(name) as ReadonlyArray<string>).map((label) => label.slice(1)),
      journeys: found.times(what),
      converted: found.times(`${CONVERTED}${name}`),
      value: found.times(`${WORTH}${name}`),
    }
  }
}
