import type { Locale } from "../../model/Identifier.ts"
import type { Sentence } from "../../rules/Wording.ts"
import { en } from "./en.ts"
import { pl } from "./pl.ts"
import { ru } from "./ru.ts"

/** Sentences of the core's reports; a missing or extra one is a compile error. */
export const sentences: Readonly<Record<Locale, Readonly<Record<keyof typeof en, Sentence>>>> = { en, ru, pl }
