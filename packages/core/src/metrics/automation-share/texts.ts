import type { Locale } from "../../model/Identifier.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly of: "enquiries" | "replies"
}

/** `Enquiries handled without a person` */
export const titleOf = ({ of }: Described): Texts =>
  of === "enquiries"
    ? {
        en: "Enquiries handled without a person",
        ru: "Обращения, обработанные без человека",
        pl: "Zgłoszenia obsłużone bez człowieka",
      }
    : { en: "Replies written by bots", ru: "Ответы, написанные ботами", pl: "Odpowiedzi napisane przez boty" }

/** Numerator and denominator in words. */
export const textsOf = ({ of }: Described): { readonly numerator: Texts; readonly denominator: Texts } =>
  of === "enquiries"
    ? {
        numerator: {
          en: "enquiries closed, and not reopened since, in which no person answered or acted",
          ru: "закрытые и не открытые снова обращения, в которых человек не отвечал и не действовал",
          pl: "zgłoszenia zamknięte i nieotwarte ponownie, w których nie odpowiadał ani nie działał człowiek",
        },
        denominator: {
          en: "enquiries that began in the period and were closed, or in which a person answered or acted",
          ru: "обращения, начатые в периоде, которые закрыты или в которых отвечал или действовал человек",
          pl: "zgłoszenia rozpoczęte w okresie, które zamknięto lub w których odpowiadał lub działał człowiek",
        },
      }
    : {
        numerator: {
          en: "replies by bots and automatic ones",
          ru: "ответы ботов и автоматические",
          pl: "odpowiedzi botów i automatyczne",
        },
        denominator: {
          en: "replies in the period; who is not named is taken for a person",
          ru: "ответы за период; кто не назван, считается человеком",
          pl: "odpowiedzi w okresie; kto nie jest nazwany, uchodzi za człowieka",
        },
      }
