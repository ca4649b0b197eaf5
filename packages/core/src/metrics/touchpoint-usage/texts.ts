import type { Locale } from "../../model/Identifier.ts"

type Texts = Readonly<Record<Locale, string>>

interface Described {
  readonly form: "days" | "occasions" | "customers"
  readonly of: "interaction" | "contact"
  readonly touchpoint: string | null
}

const kinds: Readonly<Record<Described["of"], Texts>> = {
  interaction: { en: "interactions", ru: "взаимодействия", pl: "interakcje" },
  contact: { en: "contacts", ru: "контакты", pl: "kontakty" },
}

/** `Share of days in use`, `Share of interactions: app` */
export const titleOf = ({ form, of, touchpoint }: Described): Texts => {
  const which = touchpoint === null ? "" : `: ${touchpoint}`
  const what: Texts = {
    days: { en: "Share of days in use", ru: "Доля дней использования", pl: "Odsetek dni użycia" },
    occasions: {
      en: `Share of ${kinds[of].en}`,
      ru: of === "interaction" ? "Доля взаимодействий" : "Доля контактов",
      pl: of === "interaction" ? "Odsetek interakcji" : "Odsetek kontaktów",
    },
    customers: { en: "Share of customers", ru: "Доля клиентов", pl: "Odsetek klientów" },
  }[form]
  return { en: `${what.en}${which}`, ru: `${what.ru}${which}`, pl: `${what.pl}${which}` }
}

/** Numerator and denominator in words. */
export const textsOf = ({
  form,
  of,
  touchpoint,
}: Described): { readonly numerator: Texts; readonly denominator: Texts } => {
  const rows = kinds[of]
  if (form === "days")
    return {
      numerator: {
        en: `local days of the period with ${rows.en}`,
        ru: `местные дни периода, в которые есть ${rows.ru}`,
        pl: `lokalne dni okresu, w których są ${rows.pl}`,
      },
      denominator: {
        en: "local days of the period that the facts cover",
        ru: "местные дни периода, охваченные данными",
        pl: "lokalne dni okresu objęte danymi",
      },
    }
  const here = touchpoint ?? ""
  if (form === "occasions")
    return {
      numerator: {
        en: `${rows.en} at ${here}`,
        ru: `${rows.ru} в точке «${here}»`,
        pl: `${rows.pl} w punkcie „${here}”`,
      },
      denominator: { en: `all ${rows.en}`, ru: `все ${rows.ru}`, pl: `wszystkie ${rows.pl}` },
    }
  return {
    numerator: {
      en: `customers with ${rows.en} at ${here}`,
      ru: `клиенты, у которых есть ${rows.ru} в точке «${here}»`,
      pl: `klienci, u których są ${rows.pl} w punkcie „${here}”`,
    },
    denominator: {
      en: `customers with ${rows.en} anywhere`,
      ru: `клиенты, у которых есть ${rows.ru} где-либо`,
      pl: `klienci, u których są ${rows.pl} gdziekolwiek`,
    },
  }
}
