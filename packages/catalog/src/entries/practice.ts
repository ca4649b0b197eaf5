import { entries } from "../Entry.ts"

/** Touchpoints from practice, before the purchase. */
export const practiceBefore = entries("practice", "before", [
  {
    id: "exhibition-stand",
    name: { en: "Exhibition stand", ru: "Выставочный стенд", pl: "Stoisko targowe" },
    description: {
      en: "The brand's stand at a fair, where people meet the product and the team.",
      ru: "Стенд бренда на выставке, где знакомятся с продуктом и командой.",
      pl: "Stoisko marki na targach, gdzie poznaje się produkt i zespół.",
    },
    objective: {
      en: "Meet interested people in person and collect enquiries",
      ru: "Лично познакомиться с заинтересованными и собрать заявки",
      pl: "Spotkać zainteresowanych osobiście i zebrać zapytania",
    },
    category: "advertising",
    channel: "event",
    party: "brand",
    metrics: ["conversion-rate", "csat"],
    aliases: ["trade fair", "trade show", "exhibition", "booth", "выставка", "стенд", "targi", "stoisko"],
  },
  {
    id: "shopping-centre-promotion",
    name: {
      en: "Shopping-centre promotion",
      ru: "Промоакция в торговом центре",
      pl: "Promocja w centrum handlowym",
    },
    description: {
      en: "A tasting, demonstration or game in a shopping centre that invites passers-by to try.",
      ru: "Дегустация, показ или игра в торговом центре, которая предлагает прохожим попробовать товар.",
      pl: "Degustacja, pokaz lub konkurs w centrum handlowym, który zachęca przechodniów do spróbowania.",
    },
    objective: {
      en: "Let passers-by try the product and come to the shop",
      ru: "Дать прохожим попробовать товар и зайти в магазин",
      pl: "Dać przechodniom spróbować produktu i zaprosić do sklepu",
    },
    category: "advertising",
    channel: "event",
    party: "partner",
    metrics: ["conversion-rate"],
    aliases: [
      "shopping center promotion",
      "mall promotion",
      "promo stand",
      "промоакция",
      "акция в тц",
      "promocja w galerii",
    ],
  },
  {
    id: "conference",
    name: { en: "Conference or seminar", ru: "Конференция или семинар", pl: "Konferencja lub seminarium" },
    description: {
      en: "A talk, seminar or webinar at which the brand shares what it knows.",
      ru: "Доклад, семинар или вебинар, на котором бренд делится знаниями.",
      pl: "Wykład, seminarium lub webinar, na którym marka dzieli się wiedzą.",
    },
    objective: {
      en: "Earn trust by competence and meet professionals",
      ru: "Заслужить доверие экспертностью и познакомиться с профессионалами",
      pl: "Zdobyć zaufanie dzięki kompetencji i poznać specjalistów",
    },
    category: "content",
    channel: "event",
    party: "brand",
    metrics: ["nps", "conversion-rate"],
    aliases: ["seminar", "webinar", "workshop", "конференция", "семинар", "вебинар", "konferencja", "seminarium"],
  },
])

/** Touchpoints from practice, during the purchase. */
export const practiceDuring = entries("practice", "during", [
  {
    id: "marketplace-listing",
    name: { en: "Marketplace listing", ru: "Карточка на маркетплейсе", pl: "Oferta na marketplace" },
    description: {
      en: "The product as a marketplace shows and sells it, beside its competitors.",
      ru: "Товар на витрине маркетплейса, рядом с конкурентами.",
      pl: "Produkt pokazywany i sprzedawany na platformie handlowej, obok konkurencji.",
    },
    objective: {
      en: "Be found and chosen among similar offers",
      ru: "Выделиться и быть выбранным среди похожих предложений",
      pl: "Dać się znaleźć i wybrać wśród podobnych ofert",
    },
    category: "store",
    channel: "web",
    party: "partner",
    metrics: ["conversion-rate", "promise-keeping"],
    aliases: ["marketplace", "amazon", "маркетплейс", "ozon", "wildberries", "allegro", "platforma handlowa"],
  },
  {
    id: "shopping-cart",
    name: { en: "Shopping cart", ru: "Корзина", pl: "Koszyk zakupowy" },
    description: {
      en: "Where chosen products wait for the checkout, in which delivery and payment are picked and the order is placed.",
      ru: "Здесь выбранные товары ждут, пока начнётся оформление заказа с выбором доставки и оплаты.",
      pl: "Miejsce, w którym wybrane produkty czekają na finalizację zamówienia z wyborem dostawy i płatności.",
    },
    objective: {
      en: "Bring the chosen products to a paid order",
      ru: "Довести выбранные товары до оплаченного заказа",
      pl: "Doprowadzić wybrane produkty do opłaconego zamówienia",
    },
    category: "store",
    channel: "web",
    party: "brand",
    metrics: ["conversion-rate", "average-order-value"],
    // The checkout is a step of its own wherever a source records both.
    aliases: ["cart", "basket", "koszyk"],
  },
  {
    id: "online-booking",
    name: { en: "Online booking", ru: "Онлайн-запись", pl: "Rezerwacja online" },
    description: {
      en: "A visit, service or place is booked on the site or in the app.",
      ru: "Запись на визит, услугу или место на сайте либо в приложении.",
      pl: "Rezerwacja wizyty, usługi lub miejsca na stronie albo w aplikacji.",
    },
    objective: {
      en: "Let people book at any hour without a call",
      ru: "Дать записаться в любое время и без звонка",
      pl: "Umożliwić rezerwację o każdej porze i bez telefonu",
    },
    category: "service",
    channel: "web",
    party: "brand",
    metrics: ["conversion-rate", "promise-keeping"],
    aliases: ["booking", "reservation", "appointment", "запись", "бронирование", "rezerwacja", "umówienie wizyty"],
  },
])

/** Touchpoints from practice, after the purchase. */
export const practiceAfter = entries("practice", "after", [
  {
    id: "courier-delivery",
    name: { en: "Courier delivery", ru: "Доставка курьером", pl: "Dostawa kurierem" },
    description: {
      en: "A courier brings the order to the door, usually on behalf of a delivery company.",
      ru: "Курьер привозит заказ к двери, обычно от службы доставки.",
      pl: "Kurier przywozi zamówienie pod drzwi, zwykle w imieniu firmy kurierskiej.",
    },
    objective: {
      en: "Deliver complete, intact and on the day promised",
      ru: "Доставить всё целым и в обещанный день",
      pl: "Dostarczyć całość w dobrym stanie i w obiecanym dniu",
    },
    category: "service",
    channel: "courier",
    party: "partner",
    metrics: ["promise-keeping", "csat", "nps"],
    aliases: ["courier", "delivery", "home delivery", "курьер", "доставка", "курьерская доставка", "kurier", "dostawa"],
  },
  {
    id: "confirmation-call",
    name: { en: "Confirmation call", ru: "Звонок с подтверждением заказа", pl: "Telefon potwierdzający zamówienie" },
    description: {
      en: "A manager calls to confirm the order and agree on delivery.",
      ru: "Менеджер звонит, чтобы подтвердить заказ и договориться о доставке.",
      pl: "Pracownik dzwoni, aby potwierdzić zamówienie i uzgodnić dostawę.",
    },
    objective: {
      en: "Confirm the details while they can still be changed",
      ru: "Уточнить детали, пока их ещё можно изменить",
      pl: "Potwierdzić szczegóły, dopóki można je jeszcze zmienić",
    },
    category: "people",
    channel: "phone",
    party: "brand",
    metrics: ["csat", "promise-keeping"],
    aliases: [
      "order confirmation call",
      "manager call",
      "звонок менеджера",
      "подтверждающий звонок",
      "telefon potwierdzający",
    ],
  },
  {
    id: "anniversary-greeting",
    name: {
      en: "Birthday or anniversary greeting",
      ru: "Поздравление с днём рождения или годовщиной",
      pl: "Życzenia urodzinowe lub rocznicowe",
    },
    description: {
      en: "A greeting, often with a small present, on the customer's birthday or anniversary with the brand.",
      ru: "Поздравление, часто с небольшим подарком, в день рождения или годовщину первой покупки.",
      pl: "Życzenia, często z drobnym upominkiem, w urodziny lub rocznicę pierwszego zakupu.",
    },
    objective: {
      en: "Show attention to the person and not only the purchase",
      ru: "Проявить внимание к человеку, а не только к покупке",
      pl: "Okazać uwagę osobie, a nie tylko zakupowi",
    },
    category: "loyalty",
    channel: "email",
    party: "brand",
    metrics: ["repurchase-within", "contact-pressure"],
    aliases: [
      "birthday greeting",
      "birthday email",
      "anniversary",
      "поздравление",
      "поздравление с днём рождения",
      "życzenia",
      "życzenia urodzinowe",
    ],
  },
])
