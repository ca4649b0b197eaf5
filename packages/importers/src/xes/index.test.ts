import { gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { SourceUnreadable } from "@touchpoint/core/facts"
import { Importer } from "@touchpoint/core/plugins"
import { xes } from "@touchpoint/importers"
import { Effect, Stream } from "effect"

type Chunks = Stream.Stream<Uint8Array, SourceUnreadable>

const utf8 = (text: string) => new TextEncoder().encode(text)
const from = (bytes: string | Uint8Array, size = Number.POSITIVE_INFINITY): Chunks => {
  const whole = typeof bytes === "string" ? utf8(bytes) : bytes
  if (size >= whole.length) return Stream.make(whole)
  return Stream.fromIterable(
    Array.from({ length: Math.ceil(whole.length / size) }, (_, i) => whole.subarray(i * size, (i + 1) * size)),
  )
}

const read = (bytes: Chunks, options: unknown = {}, limits: Partial<Importer.ImportLimits> = {}) =>
  Effect.gen(function* () {
    const input = { source: "log.xes", bytes, limits: { ...Importer.defaultImportLimits, ...limits } }
    const records = yield* xes.open(input, options)
    const batches = yield* Stream.runCollect(records.batches)
    const sizes = batches.map(({ rows }) => rows)
    const rows = batches.flatMap(({ columns, rowNumbers }) =>
      Array.from(rowNumbers, (_, i) => records.header.map((name) => columns.get(name)?.[i] ?? "absent")),
    )
    const lines = batches.flatMap(({ rowNumbers }) => Array.from(rowNumbers))
    return { header: records.header, rows, lines, sizes, notes: records.notes() }
  })

const refused = (bytes: Chunks | string, options: unknown = {}, limits: Partial<Importer.ImportLimits> = {}) =>
  Effect.map(Effect.flip(read(typeof bytes === "string" ? from(bytes) : bytes, options, limits)), (error) => {
    assert.instanceOf(error, SourceUnreadable)
    return error.message
  })

const event = (name: string) => `<event><string key="concept:name" value="${name}"/></event>`
const trace = (inner: string) => `<log><trace>${inner}</trace></log>`

const whole = `<?xml version='1.0' encoding='UTF-8'?>
<!-- written by hand -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="placeholder" value="UNKNOWN"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <float key="average" value="4.13"><float key="deep" value="1"/></float>
  <trace>
    <string key="concept:name" value="case 1"/>
    <boolean key="urgent" value="true"/>
    <event>
      <string key="concept:name" value="register"/>
      <date key="time:timestamp" value="2011-10-11T13:45:40.276+02:00"/>
      <int key="cost" value="50"><string key="currency" value="EUR"/></int>
    </event>
    <event
      >
      <string key="concept:name" value="R&amp;D &lt;&#x142;&gt;"/>
      <float key="weight" value="1.5E2"/>
      <id key="identity:id" value="f81d4fae-7dec-11d0-a765-00a0c91e6bf6"/>
      <list key="items"><values><string key="name" value="lamp"/><string key="name" value="chair"/></values></list>
    </event>
  </trace>
  <trace><string key="concept:name" value="case 2"/></trace>
  <event><string key="concept:name" value="alone"/></event>
</log>
`

describe("xes: events", () => {
  it.effect("are rows with their line, and repeat what their case says", () =>
    Effect.gen(function* () {
      for (const size of [1, 7, 1000]) {
        const { header, lines, rows } = yield* read(from(whole, size))
        assert.deepStrictEqual(header, [
          "case:concept:name",
          "case:urgent",
          "concept:name",
          "time:timestamp",
          "cost",
          "cost/currency",
          "weight",
          "identity:id",
          "items/name",
          "items/name (2)",
        ])
        assert.deepStrictEqual(rows, [
          ["case 1", "true", "register", "2011-10-11T13:45:40.276+02:00", "50", "EUR", "", "", "", ""],
          ["case 1", "true", "R&D <ł>", "", "", "", "1.5E2", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "lamp", "chair"],
          ["", "", "alone", "", "", "", "", "", "", ""],
        ])
        assert.deepStrictEqual(lines, [11, 16, 25])
      }
    }),
  )
  it.effect("keep apart from their case what has the same name, however the prefix is chosen", () =>
    Effect.gen(function* () {
      const log = trace(`<string key="n" value="7"/><event><string key="case:n" value="8"/></event>`)
      assert.deepStrictEqual((yield* read(from(log))).header, ["case:n", "case:n (2)"])
      assert.deepStrictEqual((yield* read(from(log), { casePrefix: "trace." })).header, ["trace.n", "case:n"])
    }),
  )
  it.effect("come in batches, also where there are many columns", () =>
    Effect.gen(function* () {
      const { rows, sizes } = yield* read(from(trace(event("a").repeat(20_000)), 65_536))
      assert.deepStrictEqual([rows.length, sizes], [20_000, [8192, 8192, 3616]])
      const wide = Array.from({ length: 999 }, (_, i) => `<int key="k${i}" value="${i}"/>`).join("")
      const log = trace(`<event>${wide}</event>${event("a").repeat(1000)}`)
      assert.deepStrictEqual((yield* read(from(log))).sizes, [1000, 1])
    }),
  )
  it.effect("can be read again, and have odd names like any other", () =>
    Effect.gen(function* () {
      const log = trace(`<event><string key="__proto__" value="x"/><string key="constructor" value="y"/></event>`)
      const input = { source: "log.xes", bytes: from(log), limits: Importer.defaultImportLimits }
      const records = yield* xes.open(input, {})
      for (let i = 0; i < 2; i++) {
        const [batch] = yield* Stream.runCollect(records.batches)
        assert.deepStrictEqual([batch?.columns.get("__proto__"), batch?.columns.get("constructor")], [["x"], ["y"]])
      }
    }),
  )
  it("are known by their first bytes", () => {
    assert.isTrue(xes.accepts.sniff?.(utf8(whole.slice(0, 200))))
    for (const log of ["<log>", "\n<log/>", "\ufeff<!-- x --><x:log>"])
      assert.isTrue(xes.accepts.sniff?.(utf8(log)), log)
    for (const other of ["<html><body>log", "a,b\n1,2\n", '{"log": 1}'])
      assert.isFalse(xes.accepts.sniff?.(utf8(other)))
  })
})

describe("xes: bytes", () => {
  it.effect("are unpacked, and decoded as their first line says", () =>
    Effect.gen(function* () {
      const named = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>${trace(event("é"))}`
      assert.deepStrictEqual((yield* read(from(gzipSync(named("UTF-8")), 1))).rows, [["é"]])
      const latin = Uint8Array.from([...named("ISO-8859-1")], (letter) => letter.charCodeAt(0))
      const { notes, rows } = yield* read(from(latin, 3))
      assert.deepStrictEqual([rows, notes.encoding], [[["é"]], "windows-1252"])
      const text = `\ufeff${named("UTF-16")}`
      const wide = new Uint8Array(Uint16Array.from([...text], (letter) => letter.charCodeAt(0)).buffer)
      assert.deepStrictEqual((yield* read(from(wide, 5))).rows, [["é"]])
    }),
  )
  it.effect("of another encoding, or of none that is known, are refused", () =>
    Effect.gen(function* () {
      const latin = Uint8Array.from([...trace(event("é"))], (letter) => letter.charCodeAt(0))
      assert.include(yield* refused(from(latin)), "it is not utf-8 text")
      const cut = trace(event("é"))
      assert.include(yield* refused(from(utf8(cut).subarray(0, cut.indexOf("é") + 1))), "it is not utf-8 text")
      assert.include(
        yield* refused(`<?xml version="1.0" encoding="utf-9"?>${trace(event("a"))}`),
        '"utf-9" is not known',
      )
    }),
  )
  it.effect("stop at the limits, packed or not, and where gzip is damaged", () =>
    Effect.gen(function* () {
      const log = trace(event("a").repeat(1000))
      assert.include(yield* refused(log, {}, { rows: 999 }), "more than 999 events")
      assert.lengthOf((yield* read(from(log), {}, { rows: 1000 })).rows, 1000)
      assert.include(yield* refused(log, {}, { bytes: 1000 }), "more than 1,000 bytes")
      assert.include(yield* refused(from(gzipSync(log)), {}, { bytes: 1000 }), "more than 1,000 bytes once unpacked")
      assert.include(yield* refused(from(gzipSync(whole).subarray(0, 200))), "damaged or cut off")
    }),
  )
  it.effect("that can be read only once, or change meanwhile, are refused", () =>
    Effect.gen(function* () {
      let runs = 0
      const changing = Stream.suspend(() => from(trace(`<event><int key="k${runs++}" value="1"/></event>`)))
      assert.include(yield* refused(changing), "give bytes that can be read again")
      const gone = new SourceUnreadable({ source: "log.xes", problem: "the disk is gone", fix: "find it" })
      assert.include(yield* refused(Stream.concat(from("<log>"), Stream.fail(gone))), "the disk is gone")
    }),
  )
})

describe("xes: bad input", () => {
  it.effect("is located by its line", () =>
    Effect.gen(function* () {
      for (const [log, message] of [
        [`<log>\n<trace>\n<event></trace></log>`, "line 3: unexpected close tag"],
        [`<log>\n<trace>\n`, "line 3: unclosed tag"],
        [`<log>\n<trace>${event("a")}</trace></log>\n<log/>`, "line 3: documents may contain only one root"],
        [`<log>\n<trace>\n<event><string value="a"/></event></trace></log>`, "line 3: <string> has no key"],
        [trace(`${event("a")}\n<string key="late" value="x"/>`), 'line 2: the case says "late" after its first event'],
        [`<log>\n<trace><even/></trace></log>`, "line 2: <even> in <trace> is not known in XES"],
        [trace(`\n<event>\n<event/></event>`), "line 3: <event> in <event> is not known in XES"],
        [`<html>\n<body/></html>`, "line 1: it begins with <html> and not with <log>"],
      ] as const)
        assert.include(yield* refused(log), message)
    }),
  )
  it.effect("without events is refused", () =>
    Effect.gen(function* () {
      assert.include(yield* refused("<log/>"), "it has no events")
      assert.include(yield* refused(trace("")), "it has no events")
      for (const empty of ["", "\ufeff", "  \n"])
        assert.include(yield* refused(empty), "document must contain a root element")
      assert.include(yield* refused("id,score\n1,2\n"), "text data outside of root node")
    }),
  )
})

describe("xes: hostile XML", () => {
  it.effect("expands no entities and follows none", () =>
    Effect.gen(function* () {
      const outside = `<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n${trace(event("&x;"))}`
      assert.include(yield* refused(outside), "it has a DOCTYPE")
      const laughs = `<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${trace(event("&b;"))}`
      assert.include(yield* refused(laughs), "it has a DOCTYPE")
      for (const name of ["x", "nbsp", "constructor", "__proto__", "toString"])
        assert.include(yield* refused(trace(event(`&${name};`))), "undefined entity")
      assert.include(yield* refused(trace(event("&#0;"))), "malformed character entity")
    }),
  )
  it.effect("is stopped where it is deep, wide or long", () =>
    Effect.gen(function* () {
      const deep = `<event>${'<string key="a" value="b">'.repeat(10_000)}`
      assert.include(yield* refused(trace(deep)), "nested more than 100 levels deep")
      assert.include(yield* refused(`<log>${"<global>".repeat(10_000)}`), "nested more than 100 levels deep")
      const wide = Array.from({ length: 1001 }, (_, i) => `<event><int key="k${i}" value="1"/></event>`).join("")
      assert.include(yield* refused(trace(wide)), "more than 1,000 different attributes")
      const endless = Stream.forever(Stream.make(new Uint8Array(1024 ** 2).fill(97)))
      for (const beginning of ["<log><trace>", '<log a="', "<log><!--", "<lo"])
        assert.include(yield* refused(Stream.concat(from(beginning), endless)), "longer than can be kept in memory")
      const text = "x".repeat(9 * 1024 ** 2)
      const long = trace(`<string key="a" value="${text}"/><event><string key="b" value="${text}"/></event>`)
      assert.include(yield* refused(long), "an event with its case is longer than can be kept in memory")
    }),
  )
})
