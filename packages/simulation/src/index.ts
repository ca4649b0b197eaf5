/**
 * A shop with planted problems: deterministic facts of every kind, at any size.
 *
 * @module
 */
export {}
