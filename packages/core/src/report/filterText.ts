import type { Locale } from "../model/Identifier.ts"
import type { Expr } from "../questions/Expr.ts"
import { plainNumber, within } from "./messages/units.ts"
import type { Voice } from "./voice.ts"

const words: Readonly<
  Record<Locale, { readonly or: string; readonly no: string; readonly except: string; readonly stated: string }>
> = {
  en: { or: "or", no: "not", except: "except", stated: "stated" },
  ru: { or: "или", no: "не", except: "кроме", stated: "указано" },
  pl: { or: "lub", no: "nie", except: "oprócz", stated: "podano" },
}

const signs = { lt: "<", le: "≤", gt: ">", ge: "≥" } as const

/** Letters of a filter that only a program can read. */
const LONGEST = 200

/**
 * Which rows a filter keeps, in words: `channel: web / app; score ≥ 4`. A filter that is no comparison of columns is
 * shown as it is, cut where it is long.
 *
 * @category reports
 * @since 0.2.0
 */
export const filterText = (voice: Voice, filter: Expr): string => {
  const said = textOf(voice, filter)
  if (said !== null) return said.text
  const json = JSON.stringify(filter)
  return json.length > LONGEST ? `${json.slice(0, LONGEST)}…` : json
}

/** A part of the text, and whether it has to stand in brackets within another. */
interface Said {
  readonly text: string
  readonly loose: boolean
}

const textOf = (voice: Voice, filter: Expr): Said | null => {
  const promise = promiseOf(filter)
  if (promise !== null) return plain(voice.wording.name("promise", promise))
  switch (filter.op) {
    case "and":
      return joined(voice, filter.all, "; ")
    case "or":
      return oneOfSubject(voice, filter.all) ?? joined(voice, filter.all, ` ${words[voice.locale].or} `)
    case "not":
      return exceptText(voice, filter.of)
    case "present":
      return compared(voice, filter.of, words[voice.locale].stated, ": ")
    case "in":
      return compared(voice, filter.of, valuesText(voice, filter.of, filter.values), ": ")
    case "eq":
    case "ne": {
      if (filter.right.op !== "value") return null
      const value = valuesText(voice, filter.left, [filter.right.value])
      return compared(voice, filter.left, filter.op === "eq" ? value : `${words[voice.locale].no} ${value}`, ": ")
    }
    case "lt":
    case "le":
    case "gt":
    case "ge":
      return filter.right.op === "value"
        ? compared(voice, filter.left, valuesText(voice, filter.left, [filter.right.value]), ` ${signs[filter.op]} `)
        : null
    default:
      return null
  }
}

const plain = (text: string): Said => ({ text, loose: false })

const joined = (voice: Voice, all: ReadonlyArray<Expr>, separator: string): Said | null => {
  const parts = all.map((one) => textOf(voice, one))
  if (parts.includes(null)) return null
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const inner = parts.flatMap((part) => (part === null ? [] : [part.loose ? `(${part.text})` : part.text]))
  return { text: inner.join(separator), loose: true }
}

/** `channel: web / app` of several equalities of one column. */
const oneOfSubject = (voice: Voice, all: ReadonlyArray<Expr>): Said | null => {
  const [first, ...others] = all.map((one) => (one.op === "eq" && one.right.op === "value" ? one : null))
  if (first === null || first === undefined || others.length === 0) return null
  const subject = subjectOf(first.left)
  const values = [first, ...others].flatMap((one) =>
    one !== null && one.right.op === "value" && subjectOf(one.left) === subject ? [one.right.value] : [],
  )
  return subject === null || values.length < all.length
    ? null
    : compared(voice, first.left, valuesText(voice, first.left, values), ": ")
}

const exceptText = (voice: Voice, of: Expr): Said | null => {
  const { except, no } = words[voice.locale]
  if (of.op === "present") {
    const subject = subjectOf(of.of)
    return subject === null ? null : compared(voice, of.of, voice.wording.group({ by: { [subject]: null } }), ": ")
  }
  if (of.op === "eq" && of.right.op === "value")
    return compared(voice, of.left, `${no} ${valuesText(voice, of.left, [of.right.value])}`, ": ")
  if (of.op === "in") return compared(voice, of.of, `${no} ${valuesText(voice, of.of, of.values)}`, ": ")
  const inner = textOf(voice, of)
  return inner === null ? null : plain(`${except} (${inner.text})`)
}

const compared = ({ wording }: Voice, of: Expr, said: string, sign: string): Said | null => {
  const subject = subjectOf(of)
  return subject === null ? null : plain(`${within(wording.name("dimension", subject))}${sign}${said}`)
}

const valuesText = ({ wording }: Voice, of: Expr, values: ReadonlyArray<string | number | boolean>): string => {
  const subject = subjectOf(of) ?? ""
  return values
    .map((value) => (typeof value === "number" ? plainNumber(value, wording) : wording.name(subject, String(value))))
    .join(" / ")
}

/** What an expression is called where facts are split by it; `null` where it is more than a column. */
const subjectOf = (of: Expr): string | null => {
  switch (of.op) {
    case "column":
      return of.column
    case "inventory":
      return of.attribute
    case "customer":
      return `customer.${of.column}`
    case "link":
      return of.of.op === "column" && of.reduce === "single" ? `${of.to}.${of.of.column}` : null
    case "coalesce": {
      const [first = null, ...others] = of.all.map(subjectOf)
      return others.every((other) => other === first) ? first : null
    }
    default:
      return null
  }
}

/**
 * What became of promises, where a filter asks for that: some are due, and all of these were kept, or not all. A state
 * without the other one is that state.
 */
const promiseOf = (filter: Expr): "kept" | "broken" | null => {
  if (filter.op !== "and" && filter.op !== "or") return null
  const [first, second, ...others] = filter.all
  if (first === undefined) return null
  if (second === undefined) return promiseOf(first)
  if (filter.op === "or") return null
  if (isPromises(first, "any") && others.length === 0) {
    if (isPromises(second, "every")) return "kept"
    return second.op === "not" && isPromises(second.of, "every") ? "broken" : null
  }
  const rest = [second, ...others]
  return rest.every((one) => one.op === "not" && promiseOf(one.of) !== null) ? promiseOf(first) : null
}

const isPromises = (of: Expr, reduce: "any" | "every"): boolean =>
  of.op === "link" && of.to === "promise" && of.reduce === reduce
