import { md5 } from "@noble/hashes/legacy.js"

/** How many shards there are. @category questions @since 0.2.0 */
export const SHARDS = 128

const encoder = new TextEncoder()

/** The shard of a text: the low 7 bits of the first byte of the MD5 of its UTF-8. @category questions @since 0.2.0 */
export const shardOf = (text: string): number => (md5(encoder.encode(text))[0] as number) & (SHARDS - 1)
