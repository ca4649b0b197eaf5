import * as Schema from "effect/Schema"
import { and, bucket, coalesce, column, lt, not, present, value } from "../../questions/Expr.ts"
import { tally } from "../../questions/Question.ts"
import * as WorkingHours from "../../time/WorkingHours.ts"
import {
  classesParam,
  compareContactShare,
  contactShare,
  countedContacts,
  estimateContactShare,
  unstatedContacts,
} from "../contacts.ts"
import * as Metric from "../Metric.ts"
import { textsOf } from "./texts.ts"

/** `21:00-08:00`: from and to as times of the clock. */
const HOURS = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/

const params = Schema.Struct({
  /** From when to when it is quiet, over midnight as a rule. */
  hours: Metric.withDefault(
    Schema.String.check(
      Schema.makeFilter((text: string) => {
        const [, from, to] = HOURS.exec(text) ?? []
        // Of what is written otherwise there is neither of the two.
        return (from !== to && text !== "00:00-24:00") || `write two times such as "21:00-08:00"`
      }),
    ),
    "21:00-08:00",
  ),
  /** Whether Saturday and Sunday are quiet all day. */
  weekends: Metric.withDefault(Schema.Literals(["as-other-days", "quiet"]), "as-other-days"),
  /** Which contacts count. Those without a class always do. */
  classes: classesParam,
})

type Params = typeof params.Type

/**
 * Share of contacts that were sent in quiet hours by the clock of the project's zone, in summer as in winter.
 *
 * **Gotchas**
 *
 * The zone is the project's, not that of each customer.
 *
 * @category metrics
 * @since 0.2.0
 */
export const quietHoursShare = Metric.make({
  id: "quiet-hours-share",
  docs: {
    title: { en: "Contacts in quiet hours", ru: "Контакты в тихие часы", pl: "Kontakty w godzinach ciszy" },
    description: {
      en: "Share of contacts sent when customers should be left alone.",
      ru: "Доля контактов, отправленных, когда клиентов не следует беспокоить.",
      pl: "Odsetek kontaktów wysłanych w porze, gdy nie należy niepokoić klientów.",
    },
    source: "share of contacts, clustered by customer; interval: Wilson 1927 at the effective size",
    notWhen: {
      en: "customers live in several time zones: their night is not that of the project",
      ru: "клиенты живут в разных часовых поясах: их ночь — не ночь проекта",
      pl: "klienci mieszkają w różnych strefach czasowych: ich noc nie jest nocą projektu",
    },
  },
  better: "lower",
  params,
  passport: (decided) => ({
    unit: { kind: "proportion" },
    unitOfN: "contact",
    ...textsOf(decided),
    kind: "contact",
    clock: "at",
  }),
  questions: (decided, { calendar, extent }) => {
    const range = extent("at")
    const edges = range === null ? [] : WorkingHours.edges(loudOf(decided), calendar.zone, range.min, range.max).edges
    // Open and closed take turns; outside of all of them it is quiet.
    const loud = coalesce(
      bucket(
        column("at"),
        edges,
        edges.slice(1).map((_, i) => (i + 1) % 2),
      ),
      value(0),
    )
    const counted = countedContacts(decided.classes)
    const dated = present(column("at"))
    return {
      ...contactShare(lt(loud, 1), and(counted, dated)),
      undated: tally("contact", { rows: { stat: "count" } }, { where: and(counted, not(dated)) }),
    }
  },
  estimate: (states, _, level) => estimateContactShare(states, level, unstatedContacts(states.undated.rows.n)),
  compare: (first, second, _, level) => compareContactShare(first, second, level),
})

/** The hours that are not quiet. */
const loudOf = ({ hours, weekends }: Params): WorkingHours.WorkingHours => {
  const [, from = "00:00", to = "24:00"] = HOURS.exec(hours) ?? []
  // A range that ends where it begins is none.
  const day = from > to ? [`${to}-${from}`] : [`00:00-${from}`, `${to}-24:00`]
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day }
  return { hours: weekends === "quiet" ? week : { ...week, sat: day, sun: day }, holidays: [] }
}
