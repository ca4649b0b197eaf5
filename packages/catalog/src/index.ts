/**
 * The standard touchpoints as data, in English, Russian and Polish.
 *
 * @module
 */
export {}
