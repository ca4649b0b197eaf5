/** Names of the forms. */
export const titleOf = (form: "aided" | "unaided") =>
  ({
    aided: {
      en: "Brand awareness, aided",
      ru: "Узнаваемость бренда с подсказкой",
      pl: "Rozpoznawalność marki wspomagana",
    },
    unaided: {
      en: "Brand awareness, unaided",
      ru: "Узнаваемость бренда без подсказки",
      pl: "Rozpoznawalność marki spontaniczna",
    },
  })[form]

/** What is counted. */
export const numeratorOf = (form: "aided" | "unaided") =>
  ({
    aided: {
      en: "answers that name the brand, or know it when shown",
      ru: "ответы, где бренд назван или узнан по подсказке",
      pl: "odpowiedzi, w których marka została wymieniona lub rozpoznana po podpowiedzi",
    },
    unaided: {
      en: "answers that name the brand without help",
      ru: "ответы, где бренд назван без подсказки",
      pl: "odpowiedzi, w których markę wymieniono spontanicznie",
    },
  })[form]
