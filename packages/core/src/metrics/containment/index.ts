import * as Schema from "effect/Schema"
import { and, not } from "../../questions/Expr.ts"
import { wilson } from "../../stats/index.ts"
import { shareDifference } from "../difference.ts"
import { byMachine, event } from "../enquiries.ts"
import { handledOf, handling } from "../handled.ts"
import * as Metric from "../Metric.ts"

/**
 * Share of enquiries begun with a bot that it kept: closed without a hand-off and without a person's reply, and not
 * reopened since. Begun with a bot is what a bot answered first. Open ones may still be handed off; they are outside.
 *
 * **Gotchas**
 *
 * Who gives up and leaves is contained too, as soon as the enquiry is closed. A bot that hides the way to a person has
 * the best containment of all.
 *
 * @category metrics
 * @since 0.2.0
 */
export const containment = Metric.make({
  id: "containment",
  docs: {
    title: { en: "Bot containment", ru: "Обращения, оставшиеся у бота", pl: "Obsługa w całości przez bota" },
    description: {
      en: "Share of enquiries begun with a bot that were closed without a person.",
      ru: "Доля обращений, начатых с ботом и закрытых без участия человека.",
      pl: "Odsetek zgłoszeń rozpoczętych z botem i zamkniętych bez udziału człowieka.",
    },
    source: "enquiries closed without hand-off over enquiries first answered by a bot; interval: Wilson 1927",
    notWhen: {
      en: "it stands alone: who gives up is contained as well as who was helped",
      ru: "показатель взят отдельно: сдавшиеся удержаны так же, как и получившие помощь",
      pl: "wskaźnik stoi sam: kto rezygnuje, liczy się tak samo jak ten, komu pomogło",
    },
  },
  better: "higher",
  params: Schema.Struct({}),
  passport: () => ({
    unit: { kind: "proportion" },
    unitOfN: "enquiry",
    numerator: {
      en: "those closed, and not reopened since, without a hand-off and without a person's reply",
      ru: "закрытые и не открытые снова, без передачи и без ответа человека",
      pl: "zamknięte i nieotwarte ponownie, bez przekazania i bez odpowiedzi człowieka",
    },
    denominator: {
      en: "enquiries that a bot answered first, in the period, and that were closed or went to a person",
      ru: "обращения, на которые в периоде первым ответил бот и которые закрыты или перешли к человеку",
      pl: "zgłoszenia, na które w okresie jako pierwszy odpowiedział bot i które zamknięto lub przejął człowiek",
    },
    kind: "enquiry-event",
    clock: "at",
  }),
  questions: () => ({
    begun: handling({
      begun: event("out"),
      person: [and(event("out"), not(byMachine)), event("handoff")],
      // The first reply of all begins; where a person gave it, it is no enquiry of the bot.
      open: and(event("out"), byMachine),
    }),
  }),
  estimate: ({ begun: { fold } }, _, level) => {
    const { caveats, n, x } = handledOf(fold)
    return {
      value: n === 0 ? null : x / n,
      interval: wilson(x, n, level),
      n,
      nEffective: n === 0 ? null : n,
      numerator: x,
      denominator: n,
      caveats,
    }
  },
  compare: (first, second, _, level) =>
    shareDifference(handledOf(first.begun.fold), handledOf(second.begun.fold), level),
})
