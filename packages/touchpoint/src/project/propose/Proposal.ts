import type { MappedColumn } from "@touchpoint/core/facts"

/** Why a reader should look twice. */
export type DoubtId =
  | "only-dates"
  | "only-scores"
  | "touchpoints"
  | "alike"
  | "whose"
  | "day-or-month"
  | "whole-units"
  | "unit"
  | "currency"
  | "instrument"
  | "scale"
  | "scale-guessed"
  | "off-scale"
  | "signs"
  | "one-touchpoint"
  | "not-in-inventory"
  | "strange-words"
  | "nameless"

/** A part of a proposal that a reader should look at twice. */
export interface Doubt {
  readonly id: DoubtId
  readonly field: string
  /** What was taken, where the reason names it. */
  readonly value?: string
  /** What else it could be. */
  readonly rival?: string
}

/** How a file may be read as facts of a kind. */
export interface Proposal {
  readonly kind: string
  readonly map: Readonly<Record<string, MappedColumn>>
  readonly with: Readonly<Record<string, string | { readonly min: number; readonly max: number }>>
  readonly absent: ReadonlyArray<string>
  /** Required fields that nothing was found for. */
  readonly missing: ReadonlyArray<string>
  /** Fields that facts can do without, and hardly any metric can. */
  readonly wanted: ReadonlyArray<string>
  readonly leftOut: ReadonlyArray<string>
  readonly doubts: ReadonlyArray<Doubt>
}

/** The first rows of a file. */
export interface Sample {
  readonly header: ReadonlyArray<string>
  readonly columns: ReadonlyMap<string, ReadonlyArray<string>>
}

/** What is known of the project beside the file. */
export interface Known {
  readonly zone: string
  /** The name of the file: it may say what it holds. */
  readonly file: string
  /** Ids and aliases of the project's own touchpoints; `null` without an inventory. */
  readonly touchpoints: ReadonlySet<string> | null
}
