import { SaxesParser } from "saxes"
import { addCell, type Cells, cellsOf } from "./cells.ts"
import { NotXes } from "./NotXes.ts"

/** Takes a log piece by piece; `end` says that nothing follows. */
export interface EventReader {
  readonly push: (text: string) => void
  readonly end: () => void
}

/** Hears the events of a log in order, each with the line it begins in. */
export type EventSink = (cells: Cells, line: number) => void

const DEPTH = 100
const PIECE = 256 * 1024
/** Characters of one tag, comment or text. */
const TAG_CHARACTERS = 16 * 1024 ** 2
const typed = new Set(["string", "date", "int", "float", "boolean", "id"])
const collections = new Set(["list", "container"])
/** What says something about the log, and nothing about an event. */
const declarations = new Set(["extension", "global", "classifier"])

/** Where the reader is: names of the elements around it, and of attributes the path of their keys. */
interface Place {
  readonly element: string
  readonly path: string | null
  /** Nothing in it is of an event. */
  readonly skipped: boolean
}

/**
 * Reads the events of a log: elements are looked at as they go by and forgotten. What an event says, and what its case
 * said before, becomes one row; attributes within attributes have their keys joined by `/`.
 */
export const eventReader = (casePrefix: string, sink: EventSink): EventReader => {
  const parser = new SaxesParser({ xmlns: false })
  const places: Array<Place> = []
  /** Of the tag that was opened last. */
  let line = 1
  let read = 0
  let seen = 0
  let ofCase: Cells | null = null
  let ofEvent: Cells | null = null
  let eventLine = 1
  let started = false
  const refuse = (problem: string, fix: string, at = line): never => {
    throw new NotXes(at, problem, fix)
  }
  parser.on("error", ({ message }) => {
    const problem = message.replace(/^\d+:\d+: /, "").replace(/\.$/, "")
    refuse(problem, "correct the XML there, or export the log again", parser.line)
  })
  parser.on("doctype", () => {
    const fix = "remove it: definitions of entities are never followed"
    refuse("it has a DOCTYPE, which no event log has", fix, parser.line)
  })
  // The line break that ends a name is read already.
  parser.on("opentagstart", () => (line = parser.column === 0 ? parser.line - 1 : parser.line))
  parser.on("opentag", ({ attributes, name }) => {
    seen = read
    if (places.length >= DEPTH) refuse(`elements are nested more than ${DEPTH} levels deep`, "check what wrote the log")
    places.push(opened(name.slice(name.indexOf(":") + 1), attributes))
  })
  parser.on("closetag", () => {
    seen = read
    const place = places.pop()
    if (place?.skipped === true) return
    if (place?.element === "event" && ofEvent !== null) {
      sink(ofEvent, eventLine)
      ofEvent = null
    }
    if (place?.element === "trace") ofCase = null
  })
  const opened = (element: string, attributes: Readonly<Record<string, string>>): Place => {
    const parent = places.at(-1)
    if (parent === undefined)
      return element === "log"
        ? { element, path: null, skipped: false }
        : refuse(`it begins with <${element}> and not with <log>`, "give an event log in XES")
    if (parent.skipped) return { element, path: null, skipped: true }
    const known = typed.has(element) || collections.has(element)
    switch (parent.element) {
      case "log":
        if (known || declarations.has(element)) return { element, path: null, skipped: true }
        if (element === "trace") return openTrace(element)
        return element === "event" ? openEvent(element) : misplaced(element, parent)
      case "trace":
        if (element === "event") return openEvent(element)
        break
      case "values":
        break
      default:
        if (element === "values" && parent.path !== null) return { element, path: parent.path, skipped: false }
    }
    return known ? attribute(element, parent, attributes) : misplaced(element, parent)
  }
  const openTrace = (element: string): Place => {
    ofCase = cellsOf()
    started = false
    return { element, path: null, skipped: false }
  }
  const openEvent = (element: string): Place => {
    ofEvent = cellsOf(ofCase ?? undefined)
    eventLine = line
    started = true
    return { element, path: null, skipped: false }
  }
  const attribute = (element: string, { path }: Place, { key, value }: Readonly<Record<string, string>>): Place => {
    if (key === undefined) return refuse(`<${element}> has no key`, "give the attribute a name")
    const own = path === null ? (ofEvent === null ? casePrefix + key : key) : `${path}/${key}`
    if (ofEvent === null && started)
      refuse(
        `the case says ${JSON.stringify(key)} after its first event`,
        "write what is of the case before its events",
      )
    // A list is its members; it has no text of its own.
    const cells = ofEvent ?? ofCase
    if (typed.has(element) && cells !== null) addCell(cells, own, value ?? "", line)
    return { element, path: own, skipped: false }
  }
  const misplaced = (element: string, parent: Place): never =>
    refuse(`<${element}> in <${parent.element}> is not known in XES`, "correct its name, or leave it out")
  return {
    push: (text) => {
      for (let at = 0; at < text.length; at += PIECE) {
        const piece = text.slice(at, at + PIECE)
        read += piece.length
        parser.write(piece)
        if (read - seen > TAG_CHARACTERS)
          refuse("a tag, comment or text is longer than can be kept in memory", "leave it out", parser.line)
      }
    },
    end: () => {
      parser.close()
    },
  }
}
