// How exports call our fields: folded (lower case, without marks), best first. English, Russian, Polish, and the
// names that common tools write.

type Names = Readonly<Record<string, string>>

const list = (names: string): ReadonlyArray<string> => names.split("|").map((name) => name.trim())

const common: Names = {
  customer: `customer id | customer | customer unique id | user id | client id | client | user | visitor id | user pseudo id
    | distinct id | anonymous id | respondent id | respondent | requester id | contact id | member id | email | e mail
    | id клиента | код клиента | номер клиента | клиент | покупатель | пользователь | id пользователя | респондент
    | id klienta | nr klienta | numer klienta | klient | uzytkownik | id uzytkownika | respondent id | external id
    | case concept name`,
  at: `at | timestamp | date | datetime | date time | event time | event timestamp | event date | created at | created on
    | created | creation date | occurred at | time | server time | visit date | start date | recorded date | submitted at
    | date submitted | submit date | response date | answered at | survey date | дата | дата и время | время
    | дата создания | дата события | дата ответа | data | data i czas | czas | data utworzenia | data zdarzenia
    | data odpowiedzi | last action date time`,
  eventId: `event id | insert id | message id | uuid | row id | record id | id события | id zdarzenia | id`,
  sequence: `sequence | seq | event number | bundle sequence id | порядок | kolejnosc`,
  weight: `weight | вес | waga`,
}

const order = `order id | order number | order no | transaction id | номер заказа | id заказа | заказ
  | id zamowienia | nr zamowienia | numer zamowienia`
const amount = `amount | total price | total | order total | order amount | amount paid | total paid | revenue | price
  | value | payment value | sum | сумма | сумма заказа | итого | стоимость | цена | kwota | suma | wartosc
  | wartosc zamowienia | cena`
const currency = `currency | currency code | валюта | waluta`
const channel = `channel | medium | traffic source medium | utm medium | source medium | distribution channel | via channel
  | referrer type | канал | kanal`

const own: Readonly<Record<string, Names>> = {
  interaction: {
    touchpoint: `touchpoint | touch point | page | page type | page path | event name | event | action | activity
      | concept name | interaction | step | page title | page location | current url | url | name | точка контакта
      | страница | событие | действие | punkt styku | strona | zdarzenie | akcja`,
    channel,
    session: `session id | session | ga session id | visit id | id visit | сессия | id сессии | визит | sesja | id sesji | wizyta`,
    actor: `actor`,
    durationMs: `duration ms | engagement time msec | duration | time spent | dwell time | visit duration | duration in seconds
      | длительность | czas trwania`,
  },
  contact: {
    eventId: `message id | contact id | send id | email id | id сообщения | id wiadomosci | event id | id`,
    touchpoint: `touchpoint | touch point | template | message type | message | mailing | точка контакта | шаблон
      | punkt styku | szablon`,
    class: `class | message class | type | kind | тип | rodzaj | typ`,
    channel,
    packageId: `package id | campaign id | campaign | campaign name | кампания | id кампании | kampania | id kampanii`,
    status: `status | delivery status | статус | status dostarczenia`,
    at: `sent at | sent | send time | date sent | дата отправки | отправлено | data wysylki | wyslano`,
    deliveredAt: `delivered at | delivered | доставлено | dostarczono`,
  },
  feedback: {
    eventId: `response id | answer id | review id | survey response id | id ответа | id odpowiedzi`,
    at: `review answer timestamp | answered at | submitted at | recorded date | end date | review creation date`,
    touchpoint: `touchpoint | touch point | about | page | точка контакта | punkt styku`,
    instrument: `instrument | metric | survey type`,
    wave: `wave | survey wave | round | волна | fala`,
    status: `response status | answer status`,
    score: `score | nps | nps score | csat | ces | rating | review score | stars | answer | satisfaction
      | likelihood to recommend | how likely | recommend | оценка | балл | рейтинг | ответ | удовлетворенность
      | ocena | wynik | punkty | odpowiedz | satysfakcja`,
    choice: `choice`,
    orderId: order,
    contactId: `contact id | message id`,
  },
  order: {
    eventId: `${order} | id | invoice | invoice no | invoice number`,
    at: `order date | ordered at | order purchase timestamp | purchase date | invoice date | paid at | дата заказа
      | дата покупки | data zamowienia | data zakupu`,
    amount,
    currency,
    status: `status | order status | financial status | статус | статус заказа | status zamowienia`,
    touchpoint: `touchpoint | touch point | source name | точка контакта | punkt styku`,
  },
  "order-line": {
    eventId: `line id | order line id | order item id | id позиции | id pozycji`,
    orderId: order,
    at: `order date | ordered at | invoice date | дата заказа | data zamowienia`,
    amount: `line total | ${amount}`,
    currency,
    item: `sku | item | product id | product | lineitem name | item id | stock code | товар | артикул | produkt | towar`,
    quantity: `quantity | qty | count | количество | ilosc`,
    status: `status`,
  },
  refund: {
    eventId: `refund id | id возврата | id zwrotu`,
    refundOf: order,
    at: `refunded at | refund date | дата возврата | data zwrotu`,
    amount: `refund amount | refund total | refunded | сумма возврата | kwota zwrotu | ${amount}`,
    currency,
    status: `status`,
  },
  promise: {
    orderId: order,
    touchpoint: `touchpoint | touch point | точка контакта | punkt styku`,
    party: `party | carrier | courier | delivery company | partner | seller id | перевозчик | служба доставки
      | przewoznik | firma kurierska`,
    at: `promised at | ordered at | order purchase timestamp | order date`,
    due: `due | due at | due date | promised | promised for | promised date | estimated delivery | estimated delivery date
      | order estimated delivery date | delivery estimate | deadline | expected at | срок | срок доставки
      | плановая дата | обещанная дата | termin | termin dostawy | planowana data | obiecana data`,
    originalDue: `original due | first promise`,
    requestedDue: `requested due | requested date | желаемая дата | zadana data`,
    fulfilledAt: `fulfilled at | fulfilled | delivered at | delivered | delivered on | actual delivery | delivery date
      | arrived at | arrived | arrival date | received at | received | handed over at
      | order delivered customer date | completed at | дата доставки | доставлено | выполнено | data dostawy
      | dostarczono | zrealizowano`,
    inFull: `in full | complete`,
    part: `part | parcel | посылка | paczka`,
  },
  customer: {
    customer: `customer id | id | customer | client id | user id | id клиента | id klienta`,
    at: `valid from | updated at | profile date | изменено`,
    segment: `segment | customer segment | tier | plan | group | сегмент | группа | grupa`,
    registeredAt: `registered at | registered | signup date | sign up date | registration date | created at | created
      | дата регистрации | data rejestracji`,
    zone: `time zone | timezone | часовой пояс | strefa czasowa`,
    birthday: `birthday | день рождения | urodziny`,
  },
  identity: {
    alias: `alias | cookie | cookie id | device id | anonymous id | previous id | visitor id | псевдоним`,
    canonical: `canonical | canonical id | customer id | user id | customer | id клиента | id klienta`,
  },
}

/** Folded spellings of a field of a kind, best first. The kind's own stand before the common ones. */
export const spellingsOf = (kind: string, field: string): ReadonlyArray<string> => {
  const kinds = Object.hasOwn(own, kind) ? own[kind] : undefined
  const mine = kinds !== undefined && Object.hasOwn(kinds, field) ? kinds[field] : undefined
  const shared =
    Object.hasOwn(common, field) && !(kind === "identity" && field === "customer") ? common[field] : undefined
  return [...new Set([mine, shared].flatMap((names) => (names === undefined ? [] : list(names))))]
}

/** The source's words for the closed lists of a field: ours by the folded word. */
export const wordsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "contact.class": {
    promo: "marketing",
    promotion: "marketing",
    promotional: "marketing",
    campaign: "marketing",
    newsletter: "marketing",
    реклама: "marketing",
    маркетинг: "marketing",
    reklama: "marketing",
    service: "transactional",
    transaction: "transactional",
    "order confirmation": "transactional",
    сервисное: "transactional",
    транзакционное: "transactional",
    transakcyjna: "transactional",
    напоминание: "reminder",
    przypomnienie: "reminder",
    feedback: "survey",
    опрос: "survey",
    ankieta: "survey",
    birthday: "occasion",
    anniversary: "occasion",
    повод: "occasion",
    okazja: "occasion",
  },
  "contact.status": {
    send: "sent",
    отправлено: "sent",
    wyslano: "sent",
    open: "delivered",
    opened: "delivered",
    click: "delivered",
    clicked: "delivered",
    доставлено: "delivered",
    dostarczono: "delivered",
    bounce: "bounced",
    "hard bounce": "bounced",
    "soft bounce": "bounced",
    error: "failed",
    rejected: "failed",
    ошибка: "failed",
    blad: "failed",
  },
  "feedback.status": { complete: "answered", completed: "answered", finished: "answered", skipped: "dismissed" },
  "interaction.actor": { user: "human", customer: "human", robot: "bot", chatbot: "bot" },
}
