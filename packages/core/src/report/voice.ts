import type { Interval } from "../metrics/Measurement.ts"
import { settled } from "../model/foreign.ts"
import type { Locale } from "../model/Identifier.ts"
import type { Message, MessageData } from "../rules/Message.ts"
import type { Sentence, Wording } from "../rules/Wording.ts"
import { sentences } from "./messages/index.ts"
import { levelOf } from "./messages/units.ts"
import type { Names } from "./Report.ts"
import { makeWording } from "./wording.ts"

/** Sentences of an owner (a rule, a report) by locale and message name. @category reports @since 0.1.0 */
export interface Speaker {
  readonly id: string
  readonly messages: Readonly<Record<Locale, Readonly<Record<string, Sentence>>>>
}

/** What a renderer speaks with: sentences and figures of one locale. @category reports @since 0.1.0 */
export interface Voice {
  readonly locale: Locale
  readonly wording: Wording
  /** The sentence of a message. A message nobody can say is shown by its id, never lost. */
  readonly say: (message: Message) => string
  /** A fixed text of the core's reports, by id: table headings, labels of a legend. */
  readonly label: (id: LabelId, data?: MessageData) => string
  /** `95% interval`: what intervals are called, with their level where all have one. */
  readonly intervalLabel: (intervals: ReadonlyArray<Interval | null>) => string
}

/** Ids of the core's own sentences. @category reports @since 0.1.0 */
export type LabelId = keyof (typeof sentences)["en"]

/** A speaker is somebody's code: it may have no sentences at all. */
const sentencesOf = ({ messages }: Speaker, locale: Locale): Readonly<Record<string, Sentence>> => {
  try {
    return (messages as Partial<Speaker["messages"]> | undefined)?.[locale] ?? {}
  } catch {
    return {}
  }
}

/** The voice of a locale: the core's sentences and those of every speaker (rules, own reports). @category reports @since 0.1.0 */
export const makeVoice = (locale: Locale, names: Names, zone: string, speakers: ReadonlyArray<Speaker> = []): Voice => {
  const wording = makeWording(locale, names, zone)
  const owners = new Map<string, Readonly<Record<string, Sentence>>>([
    ["report", sentences[locale]],
    ...speakers.map((speaker) => [speaker.id, sentencesOf(speaker, locale)] as const),
  ])
  return {
    locale,
    wording,
    say: ({ data, id, of }) => {
      const slash = id.lastIndexOf("/")
      const own = owners.get(id.slice(0, slash))
      const name = id.slice(slash + 1)
      const sentence = own !== undefined && Object.hasOwn(own, name) ? own[name] : undefined
      try {
        const said: unknown = sentence?.(data, of, wording)
        return typeof settled(said) === "string" ? (said as string) : id
      } catch {
        return id
      }
    },
    label: (id, data = {}) => sentences[locale][id](data, [], wording),
    intervalLabel: (intervals) => sentences[locale].interval({ level: levelOf(intervals) }, [], wording),
  }
}
