/**
 * The questions of touchpoint answered by DuckDB: files larger than memory on one machine.
 *
 * @module
 */
export {}
