import { assert, describe, it } from "@effect/vitest"
import { attributionQuestions, funnelQuestion, pathGraph, topPaths } from "@touchpoint/core/analyses"
import { Plugin } from "@touchpoint/core/plugins"
import {
  column,
  dimension,
  eq,
  makeFold,
  mark,
  pathDefaults,
  paths,
  tally,
  trails,
  transitionDefaults,
  transitions,
  unitMoments,
} from "@touchpoint/core/questions"
import * as Schema from "effect/Schema"
import { ask, type Config, csv, type Progress, rows } from "touchpoint"
import { folderWith, refusal } from "./project.ts"

const visits = [
  ["ann", "2026-03-01T10:00:00Z", "home"],
  ["ann", "2026-03-01T10:05:00Z", "cart"],
  ["ann", "2026-03-01T10:06:00Z", "order"],
  ["bob", "2026-03-01T11:00:00Z", "home"],
  ["bob", "2026-03-01T11:30:00Z", "cart"],
  ["cy", "2026-03-02T12:00:00Z", "home"],
] as const
const records = visits.map(([who, at, page], id) => ({ id, who, at, page }))
const columns = { eventId: "id", customer: "who", at: "at", touchpoint: "page" }
const config: Config = { facts: { interactions: rows(records, columns) } }

const page = (name: string) => mark(name, { kind: "interaction", when: eq(column("touchpoint"), name) })
const funnel = funnelQuestion([page("home"), page("cart"), page("order")])
const everything = { kinds: ["interaction"] } as const
const asked = [
  funnel,
  trails(transitions, transitionDefaults, everything),
  trails(paths, pathDefaults, everything),
  tally("interaction", { visits: { stat: "count" } }, { by: [dimension("page", column("touchpoint"))] }),
  unitMoments("interaction", "customer", { n: { agg: "count" } }, { each: { stat: "moments", of: column("n") } }),
] as const

/** What is in answers: nothing of a type or an order that two engines may not share. */
const plain = (answers: unknown): unknown => JSON.parse(JSON.stringify(answers))

describe("ask", () => {
  it("gives the answers in the order of the questions, by their types", async () => {
    const { answers } = await ask(config, asked)
    const [funnelled, moved, walked, tallied, moments] = answers
    assert.deepStrictEqual(funnelled.groups[0]?.states.fold.reached, [3, 2, 1])
    const { nodes, walks } = pathGraph(moved.groups[0]?.states.fold ?? assert.fail("no walks"))
    assert.deepStrictEqual([walks, nodes.map(({ visits: n }) => n)], [3, [3, 3, 3, 2, 1]])
    const top = topPaths(walked.groups[0]?.states.fold ?? assert.fail("no paths"), 1)
    assert.deepStrictEqual([top.distinct, top.paths[0]?.share.denominator], [3, 3])
    assert.deepStrictEqual(
      tallied.groups.map(({ key, states }) => [key[0], states.visits.n]),
      [
        ["cart", 2],
        ["home", 3],
        ["order", 1],
      ],
    )
    assert.deepStrictEqual(moments.groups[0]?.states.each.mean, 2)
  })
  it("gives the same answers from DuckDB", async () => {
    const inMemory = await ask(config, asked)
    const inDuckDB = await ask({ ...config, engine: "duckdb" }, asked)
    assert.deepStrictEqual(plain(inDuckDB.answers), plain(inMemory.answers))
    assert.deepStrictEqual(inDuckDB.watermarks, inMemory.watermarks)
    const lines = records.map(({ at, id, page: name, who }) => [id, who, at, name].join(",")).join("\n")
    const base = folderWith({ "visits.csv": `id,who,at,page\n${lines}\n` })
    const read = { facts: { interactions: csv("visits.csv", columns) } }
    for (const engine of ["memory", "duckdb"] as const)
      assert.deepStrictEqual(plain((await ask({ ...read, engine }, asked, { base })).answers), plain(inMemory.answers))
  })
  it("reads event logs, on both engines alike", async () => {
    const event = (at: string, name: string) =>
      `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${at}"/></event>`
    const cases = ["ann", "bob", "cy"].map((who) => {
      const own = visits.filter(([one]) => one === who).map(([, at, name]) => event(at, name))
      return `<trace><string key="concept:name" value="${who}"/>${own.join("\n")}</trace>`
    })
    const base = folderWith({ "visits.xes": `<?xml version="1.0"?>\n<log>${cases.join("\n")}</log>` })
    const map = { customer: "case:concept:name", at: "time:timestamp", touchpoint: "concept:name" }
    const log: Config = { facts: { interactions: { import: "xes", path: "visits.xes", map } } }
    const { answers } = await ask(config, asked)
    for (const engine of ["memory", "duckdb"] as const)
      assert.deepStrictEqual(plain((await ask({ ...log, engine }, asked, { base })).answers), plain(answers))
    const broken = folderWith({ "visits.xes": "<log>\n<trace>" })
    assert.include((await refusal(ask(log, asked, { base: broken }))).message, "line 2: unclosed tag")
  })
  it("is content with no questions", async () => {
    const { answers, rejects, sources, watermarks } = await ask(config, [])
    assert.deepStrictEqual([answers, rejects, sources[0]?.facts], [[], [], 6])
    assert.deepStrictEqual(watermarks, { interaction: Date.UTC(2026, 2, 2, 12) })
    assert.deepStrictEqual((await ask({}, [])).answers, [])
  })
  it("says which rows are no facts, masked unless told otherwise, and up to when facts count", async () => {
    const odd = [...records, { id: 7, who: "dee", at: "at noon, Dee", page: "home" }]
    const facts = { interactions: rows(odd, columns) }
    const { answers, rejects, sources, watermarks } = await ask({ facts }, [funnel], { asOf: "2026-03-01" })
    assert.deepStrictEqual(answers[0].groups[0]?.states.fold.reached, [2, 2, 1])
    assert.deepStrictEqual(
      rejects.map(({ reason, row, value }) => [row, reason, value]),
      [
        [7, "not-a-date", "aa aaaa, Aaa"],
        [6, "after-watermark", "9999-99-99A99:99:99.999A"],
      ],
    )
    assert.isTrue(rejects.every(({ fix }) => fix !== ""))
    assert.deepStrictEqual([sources[0]?.rows, sources[0]?.facts], [7, 5])
    assert.isBelow(watermarks["interaction"] ?? Infinity, Date.UTC(2026, 2, 2))
    const open = await ask({ facts }, [funnel], { unmasked: true })
    assert.strictEqual(open.rejects[0]?.value, "at noon, Dee")
  })
  it("tells how far it is", async () => {
    const seen: Array<Progress> = []
    await ask(config, [funnel], { onProgress: (progress) => seen.push(progress) })
    assert.deepStrictEqual([seen[0]?.stage, seen[0]?.what], ["read", "interactions (rows)"])
  })
  it("answers with a fold of a plugin, on both engines", async () => {
    const longest = makeFold<number, object>({
      id: "acme/longest",
      version: 1,
      label: null,
      options: Schema.Struct({}),
      axes: ["unit"],
      schema: Schema.Int,
      empty: () => 0,
      merge: Math.max,
      run: () => {
        let most = 0
        return { unit: ({ from, to }) => (most = Math.max(most, to - from)), finish: () => [most] }
      },
    })
    const plugins = [Plugin.make({ name: "acme", api: 1, items: [longest] })]
    for (const engine of ["memory", "duckdb"] as const) {
      const { answers } = await ask({ ...config, engine }, [trails(longest, {}, everything)], { plugins })
      assert.strictEqual(answers[0].groups[0]?.states.fold, 3)
    }
  })
})

describe("ask: what questions cannot see", () => {
  const order = mark("bought", { kind: "order" })
  it("is a note where another kind has rows", async () => {
    for (const engine of ["memory", "duckdb"] as const) {
      const given = await ask({ ...config, engine }, [funnel, funnelQuestion([page("home"), order])])
      assert.deepStrictEqual(given.answers[1].groups[0]?.states.fold.reached, [3, 0])
      assert.deepStrictEqual(
        given.notes.map(({ kind, question }) => [question, kind]),
        [[1, "order"]],
      )
      assert.include(given.notes[0]?.text ?? "", "no source gives any (facts.orders)")
    }
    const none = { ...config.facts, orders: rows([], { eventId: "id", customer: "who", at: "at", touchpoint: "page" }) }
    const { notes } = await ask({ facts: none }, [funnelQuestion([page("home"), order])])
    assert.include(notes[0]?.text ?? "", "their sources have no rows")
    assert.deepStrictEqual((await ask(config, asked)).notes, [])
  })
  it("is a refusal where nothing could count: no facts, no unit, no order, no clock", async () => {
    const { at: _, ...undated } = columns
    const noDates = { facts: { interactions: rows(records, undated) } }
    const span = { from: 0, to: Date.UTC(2027, 0, 1) }
    const visitors = { n: { stat: "count" } } as const
    for (const engine of ["memory", "duckdb"] as const)
      for (const [given, question, message, fix] of [
        [config, funnelQuestion([order]), "no facts of orders", "facts.orders"],
        [{}, tally("order", visitors), "no facts of orders", "facts.orders"],
        [config, funnelQuestion([page("home")], { unit: "session" }), "session of interactions is the unit", "Map a"],
        [config, unitMoments("interaction", "session", {}, {}), "session of interactions is the unit", "Map a column"],
        [noDates, funnel, "at of interactions is the order of the rows", "at in facts.interactions"],
        [noDates, tally("interaction", visitors, { span }), "at of interactions is the clock", "facts.interactions"],
      ] as const) {
        const error = await refusal(
          ask({ ...given, engine }, [tally("interaction", visitors), question].slice(given === config ? 0 : 1)),
        )
        assert.strictEqual(error.code, "question", error.message)
        assert.include(error.message, message)
        assert.include(error.fix, fix)
      }
  })
  it("is nothing where rows need no time, or constants give what sources do not", async () => {
    const { at: _, ...undated } = columns
    const constant = { facts: { interactions: rows(records, undated, { at: "2026-03-01", session: "one" }) } }
    const { answers, notes } = await ask(constant, [funnelQuestion([page("home")], { unit: "session" })])
    assert.deepStrictEqual([answers[0].groups[0]?.states.fold.reached, notes], [[1], []])
    const profiles = rows([{ who: "ann" }, { who: "bob" }], { customer: "who" })
    const noDates: Config = { facts: { ...config.facts, customers: profiles } }
    const open = { kind: "interaction" }
    const walked = trails(transitions, transitionDefaults, { kinds: ["customer", "interaction"], open })
    assert.deepStrictEqual((await ask(noDates, [walked])).notes, [])
  })
})

describe("ask: refusals", () => {
  it("are TouchpointErrors that say what and where, before anything is counted", async () => {
    const unknown = trails(transitions, transitionDefaults, { kinds: ["visit"] })
    const noColumn = tally("interaction", { n: { stat: "count" } }, { where: eq(column("pagee"), "home") })
    const noFold = { ...unknown, kinds: funnel.kinds, open: funnel.open, fold: "acme/unknown" }
    const conflicting = funnelQuestion([page("home")], { tolerance: 5 })
    for (const engine of ["memory", "duckdb"] as const)
      for (const [question, message, fix] of [
        [unknown, "visit", "Use one of the names listed"],
        [noColumn, "pagee", "Use one of the names listed"],
        [noFold, "acme/unknown", "Correct the question"],
        [conflicting, "tolerance", "Correct the question"],
        [
          funnelQuestion([page("home"), page("cart")], { windows: [1, 2] }),
          "windows between them",
          "Correct the question",
        ],
        [tally("interaction", { n: { stat: "count" } }, { edges: [2, 1] }), "edges", "Correct the question"],
        [
          tally("interaction", { n: { stat: "count" } }, { where: eq(column("touchpoint"), 5) }),
          "a text",
          "Correct the question",
        ],
      ] as const) {
        const error = await refusal(ask({ ...config, engine }, [funnel, question]))
        assert.strictEqual(error.code, "question", error.message)
        assert.include(error.message, message)
        assert.include(error.fix, fix)
      }
  })
  it("are those of analyze for configurations and sources", async () => {
    const misspelt = await refusal(ask({ facts: { interaction: [] } } as never, [funnel]))
    assert.deepStrictEqual([misspelt.code, misspelt.message.includes("did you mean interactions")], ["config", true])
    const gone = { facts: { interactions: csv("gone.csv", columns) } }
    assert.strictEqual((await refusal(ask(gone, [funnel], { base: folderWith() }))).code, "source")
    const nothing = { facts: { interactions: rows([{ ...records[0], at: "noon" }], columns) } }
    assert.strictEqual((await refusal(ask(nothing, [funnel]))).code, "source")
    assert.strictEqual((await refusal(ask(config, [funnel], { asOf: 5 as never }))).code, "options")
  })
  it("of a column of one's own show how it is declared, in a form that works", async () => {
    const map = { ...columns, device: "page" }
    const facts = { interactions: rows(records, map) }
    const error = await refusal(ask({ facts }, [funnel]))
    assert.include(error.message, "(attributes: { interactions: { device: text } })")
    const declared = { facts, attributes: { interactions: { device: "text" } } } as const
    assert.strictEqual((await ask(declared, [funnel])).sources[0]?.facts, 6)
  })
  it("of touchpoints that differ by case or a blank say that both count", async () => {
    const inventory = { touchpoints: [{ id: "delivery", stage: "after-purchase" }] }
    const named = ["Delivery", "delivery ", "delivery"].map((at, i) => ({ ...records[i], page: at }))
    const { rejects } = await ask({ inventory, facts: { interactions: rows(named as never, columns) } }, [funnel])
    assert.deepStrictEqual(
      rejects.map(({ reason }) => reason),
      ["unknown-touchpoint", "unknown-touchpoint"],
    )
    assert.match(rejects[0]?.fix ?? "", /alias .*values.* case and blanks count$/)
  })
  it("are of what scripts without types give as questions", async () => {
    for (const questions of [null, undefined, funnel, "funnel", [null], [{}], ["funnel"], [{ shape: "tally" }]]) {
      const error = await refusal(ask(config, questions as never))
      const place = Array.isArray(questions) ? "questions[0]" : "questions"
      assert.deepStrictEqual([error.code, error.where, error.fix !== ""], ["question", place, true], error.message)
    }
  })
  it("is aborted, before and while it reads", async () => {
    const aborted = AbortSignal.abort()
    assert.strictEqual((await refusal(ask(config, [funnel], { signal: aborted }))).code, "aborted")
    for (const engine of ["memory", "duckdb"] as const) {
      const controller = new AbortController()
      const stop = () => controller.abort()
      const running = ask({ ...config, engine }, [funnel], { signal: controller.signal, onProgress: stop })
      assert.strictEqual((await refusal(running)).code, "aborted")
    }
  })
  it("of questions for attribution that name no rows is an answer without groups", async () => {
    const none = attributionQuestions({
      conversion: mark("never", { kind: "interaction", when: eq(column("touchpoint"), "never") }),
      touches: ["interaction"],
      rules: [{ rule: "last" }],
    })
    const { answers } = await ask(config, [...none.credit, ...none.paths])
    assert.strictEqual(answers[0]?.groups.length, 0)
  })
})
