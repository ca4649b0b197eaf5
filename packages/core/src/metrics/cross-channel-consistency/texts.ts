/** What people read of the metric, whatever its form. */
export const docs = {
  title: {
    en: "Consistency across channels",
    ru: "Согласованность каналов",
    pl: "Spójność kanałów",
  },
  description: {
    en: "How much alike channels are: in their scores, in what an audit finds, or to one and the same customer.",
    ru: "Насколько похожи каналы: по оценкам, по итогам проверки или в глазах одного и того же клиента.",
    pl: "Jak bardzo podobne są kanały: w ocenach, w wynikach audytu albo w oczach tego samego klienta.",
  },
  source:
    "DerSimonian & Laird 1986 with a delete-a-group jackknife (Shao & Wu 1989); share of items with Wilson 1927; paired differences with Student's t",
  notWhen: {
    en: "channels serve different people or cases: their scores differ for that, and only the form within-customer can tell; and consistently bad is no quality",
    ru: "каналы обслуживают разных людей или разные случаи: оценки различаются из-за этого, и судить можно только по форме within-customer; а одинаково плохо — не качество",
    pl: "kanały obsługują różnych ludzi lub różne sprawy: oceny różnią się z tego powodu i tylko forma within-customer może coś powiedzieć; a jednakowo źle to nie jakość",
  },
} as const

/** Names of the forms. */
export const titles = {
  score: {
    en: "Consistency of scores across channels",
    ru: "Согласованность оценок между каналами",
    pl: "Spójność ocen między kanałami",
  },
  content: {
    en: "Audited items alike across channels",
    ru: "Пункты проверки, одинаковые во всех каналах",
    pl: "Pozycje audytu jednakowe we wszystkich kanałach",
  },
  "within-customer": {
    en: "Consistency of two channels to one customer",
    ru: "Согласованность двух каналов для одного клиента",
    pl: "Spójność dwóch kanałów dla jednego klienta",
  },
} as const

/** What is counted, and what it is divided by. */
export const fractions = {
  score: {
    numerator: {
      en: "half the length of the scale less the standard deviation between channels, noise taken off",
      ru: "половина длины шкалы минус стандартное отклонение между каналами без учёта шума",
      pl: "połowa długości skali minus odchylenie standardowe między kanałami po odjęciu szumu",
    },
    denominator: {
      en: "half the length of the scale",
      ru: "половина длины шкалы",
      pl: "połowa długości skali",
    },
  },
  content: {
    numerator: {
      en: "items with the same share of their points in every channel audited",
      ru: "пункты с одинаковой долей баллов во всех проверенных каналах",
      pl: "pozycje z tym samym udziałem punktów we wszystkich sprawdzonych kanałach",
    },
    denominator: {
      en: "items audited in at least two channels",
      ru: "пункты, проверенные не менее чем в двух каналах",
      pl: "pozycje sprawdzone w co najmniej dwóch kanałach",
    },
  },
  "within-customer": {
    numerator: {
      en: "sum over customers of the length of the scale less the gap between their two mean scores",
      ru: "сумма по клиентам: длина шкалы минус разрыв между двумя средними оценками",
      pl: "suma po klientach: długość skali minus różnica między dwiema średnimi ocenami",
    },
    denominator: {
      en: "customers who scored both channels, times the length of the scale",
      ru: "клиенты, оценившие оба канала, умноженные на длину шкалы",
      pl: "klienci, którzy ocenili oba kanały, razy długość skali",
    },
  },
} as const
