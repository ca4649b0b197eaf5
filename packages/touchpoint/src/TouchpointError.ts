import { thrownText } from "@touchpoint/core/model"
import * as Cause from "effect/Cause"

/** Codes of {@link TouchpointError}: what kind of thing went wrong. */
export type ErrorCode =
  | "config"
  | "inventory"
  | "mapping"
  | "source"
  | "question"
  | "options"
  | "plugin"
  | "render"
  | "file"
  | "aborted"
  | "internal"

/**
 * The one error of the Promise face: what went wrong, where, and what to do.
 *
 * @category errors
 * @since 0.1.0
 */
export class TouchpointError extends Error {
  override readonly name = "TouchpointError"
  readonly code: ErrorCode
  /** File, source, option or path the error is about; empty where there is none. */
  readonly where: string
  /** What to do about it; empty where the message says it. */
  readonly fix: string

  constructor(
    code: ErrorCode,
    message: string,
    { cause, fix = "", where = "" }: { readonly where?: string; readonly fix?: string; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.where = where
    this.fix = fix
  }
}

const codes: Readonly<Record<string, ErrorCode>> = {
  ConfigInvalid: "config",
  InventoryInvalid: "inventory",
  MappingInvalid: "mapping",
  ColumnMissing: "mapping",
  AttributeUnsupported: "config",
  SourceUnreadable: "source",
  EngineError: "question",
  DimensionUnavailable: "question",
  QuestionInvalid: "question",
  EdgesTooMany: "question",
  EdgesInvalid: "question",
  PeriodInvalid: "config",
  OptionsInvalid: "options",
  MetricBroken: "plugin",
  PluginConflict: "plugin",
  RenderError: "render",
  FileUnwritable: "file",
}

const fixes: Partial<Readonly<Record<ErrorCode, string>>> = {
  config: "Correct the configuration at the path named",
  inventory: "Correct the inventory at the places named",
  mapping: "Correct map and with of the source named",
  source: "Check the source named",
  question: "Use one of the names listed, or map a column to the one missing",
  options: "Correct the options named",
  plugin: "Leave one of the plugins out, or install versions that fit",
  render: "Report it to the author of the renderer",
  file: "Choose another path, or correct its permissions",
}

/** What to do about a question that was refused: each reason asks for something else. */
const questionFixes: Readonly<Record<string, string>> = {
  QuestionInvalid: "Correct the question in what the message names",
  FanOut: "Say by reduce how several values become one, or ask the other kind at its own grain",
  QuestionUnsupported: "Choose another engine, such as memory",
  LimitExceeded: "Ask for less, or raise the limit named",
  EdgesTooMany: "Take a coarser grain or a shorter period",
  Defect: "This is a fault of the engine; please report it with the message",
}

interface Tagged {
  readonly _tag: string
  readonly message: string
  readonly source?: unknown
  readonly owner?: unknown
  readonly renderer?: unknown
  readonly item?: unknown
  readonly fix?: unknown
  readonly reason?: unknown
}

const isTagged = (error: unknown): error is Tagged =>
  typeof error === "object" && error !== null && "_tag" in error && typeof error._tag === "string"

const fixOf = (error: Tagged): string => {
  const tag = isTagged(error.reason) ? error.reason._tag : error._tag
  return questionFixes[tag] ?? fixes[codes[error._tag] ?? "internal"] ?? ""
}

const textOr = (value: unknown, other: string): string => (typeof value === "string" ? value : other)

/** Any error of the Effect face as the one of the Promise face. */
export const toTouchpointError = (cause: Cause.Cause<unknown>): TouchpointError => {
  if (Cause.hasInterruptsOnly(cause)) return new TouchpointError("aborted", "The run was aborted")
  const error = Cause.squash(cause)
  if (error instanceof TouchpointError) return error
  if (isTagged(error) && Object.hasOwn(codes, error._tag))
    return new TouchpointError(codes[error._tag] ?? "internal", error.message, {
      where: [error.source, error.owner, error.renderer, error.item].find((place) => typeof place === "string") ?? "",
      // The message names the place and what is there; the fix says in one line what to do with it.
      fix: textOr(error.fix, fixOf(error)),
    })
  return new TouchpointError("internal", error instanceof Error ? error.message : thrownText(error), {
    fix: "This is a fault of touchpoint or of a plugin; please report it with the stack of `cause`",
    cause: error,
  })
}
