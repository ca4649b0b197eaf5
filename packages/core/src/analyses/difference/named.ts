/** One share of a group by name, such as `cart → order` or `2026-01, month 2`. @category difference @since 0.2.0 */
export interface NamedShare {
  readonly name: string
  readonly numerator: number
  readonly denominator: number
  /** The whole it is part of, where a group has several, such as the place a move leads away from. */
  readonly of?: string
  /** Independent trials it is worth, where they are fewer than the denominator; `null` where nobody can tell. */
  readonly nEffective?: number | null
}

/** A number with the standard error of its estimate, such as a share of credit. @category difference @since 0.2.0 */
export interface NamedEstimate {
  readonly name: string
  readonly value: number | null
  /** `null` where nobody can tell. */
  readonly se: number | null
}
