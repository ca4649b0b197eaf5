import type { JourneyMap, Names } from "@touchpoint/core/report"

/** A touchpoint of the fixture: where it is, what it is called in en, ru and pl, and how often it is met. */
export interface Place {
  readonly id: string
  readonly stage: string
  readonly lane: "online" | "offline"
  readonly party: string
  readonly name: { readonly en: string; readonly ru: string; readonly pl: string }
  readonly met: number | null
}

const named = (en: string, ru: string, pl: string) => ({ en, ru, pl })

/** Stages of a journey with their phases; `gifting` has no touchpoint. */
export const stages: JourneyMap["stages"] = [
  { id: "awareness", phase: "before" },
  { id: "consideration", phase: "before" },
  { id: "choice", phase: "during" },
  { id: "purchase", phase: "during" },
  { id: "delivery", phase: "after" },
  { id: "use", phase: "after" },
  { id: "gifting", phase: "after" },
]

const rows: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
  [
    "awareness",
    [
      "online-advertising|online|partner|184220|online advertising|интернет-реклама|reklama internetowa",
      "marketing-campaign|online|brand|96410|marketing campaign|маркетинговая кампания|kampania marketingowa",
      "social-media|online|brand|61200|social media|социальные сети|media społecznościowe",
      "video-tutorial|online|brand|18340|video tutorial|видеоурок|film instruktażowy",
      "infographic|online|brand||infographic|инфографика|infografika",
      "print-advertising|offline|partner||print advertising|печатная реклама|reklama drukowana",
      "tv-or-radio-advertising|offline|partner||TV or radio advertising|реклама на ТВ и радио|reklama telewizyjna lub radiowa",
      "exhibition-stand|offline|brand|640|exhibition stand|выставочный стенд|stoisko targowe",
      "shopping-centre-promotion|offline|brand|1220|shopping-centre promotion|промоакция в торговом центре|promocja w centrum handlowym",
    ],
  ],
  [
    "consideration",
    [
      "blog-post|online|brand|22110|blog post|статья в блоге|wpis na blogu",
      "landing-page|online|brand|74300|landing page|посадочная страница|strona docelowa (landing page)",
      "customer-review|online|peer|31870|customer review|отзыв клиента|opinia klienta",
      "product-rating|online|peer|29010|product rating|рейтинг товара|ocena produktu",
      "peer-recommendation|offline|peer||peer recommendation|рекомендация знакомых|polecenie znajomych",
      "product-launch-event|offline|brand|410|product launch event|презентация нового продукта|premiera produktu",
      "conference|offline|brand||conference or seminar|конференция или семинар|konferencja lub seminarium",
    ],
  ],
  [
    "choice",
    [
      "company-website|online|brand|210450|company website|сайт компании|strona internetowa firmy",
      "product-page|online|brand|168020|product page|страница товара|karta produktu",
      "product-catalogue|online|brand|15230|product catalogue|каталог товаров|katalog produktów",
      "marketplace-listing|online|marketplace|44100|marketplace listing|карточка на маркетплейсе|oferta na marketplace",
      "chatbot|online|brand|12040|chatbot|чат-бот|chatbot",
      "voice-assistant|online|partner||voice assistant|голосовой помощник|asystent głosowy",
      "ar-vr-experience|online|brand|310|AR / VR experience|AR/VR-опыт|doświadczenie AR/VR",
      "brick-and-mortar-store|offline|brand|26780|brick-and-mortar store|розничный магазин|sklep stacjonarny",
      "sales-representative|offline|brand|3900|sales representative or partner|торговый представитель или партнёр|przedstawiciel handlowy lub partner",
    ],
  ],
  [
    "purchase",
    [
      "shopping-cart|online|brand|58200|shopping cart|корзина|koszyk zakupowy",
      "online-booking|online|brand|4310|online booking|онлайн-запись|rezerwacja online",
      "mobile-app|online|brand|38950|mobile app|мобильное приложение|aplikacja mobilna",
      "purchase-confirmation-email|online|brand|41020|purchase confirmation e-mail|письмо с подтверждением заказа|e-mail z potwierdzeniem zakupu",
      "point-of-sale|offline|brand|17450|point of sale|касса (точка продаж)|punkt sprzedaży (kasa)",
      "confirmation-call|offline|brand|9120|confirmation call|звонок с подтверждением заказа|telefon potwierdzający zamówienie",
    ],
  ],
  [
    "delivery",
    [
      "billing-document|online|brand|40110|billing document|счёт или чек|dokument rozliczeniowy",
      "courier-delivery|offline|courier|39280|courier delivery|доставка курьером|dostawa kurierem",
      "product-packaging|offline|brand|39280|product packaging|упаковка товара|opakowanie produktu",
      "thank-you-email|online|brand|36400|thank-you e-mail or letter|благодарственное письмо|podziękowanie za zakup",
    ],
  ],
  [
    "use",
    [
      "feedback-survey|online|brand|18200|feedback survey|опрос после покупки|ankieta satysfakcji",
      "email-newsletter|online|brand|402300|e-mail newsletter|e-mail-рассылка|newsletter e-mail",
      "cross-sell-email|online|brand|122800|cross-sell e-mail|письмо с сопутствующими товарами|e-mail z produktami uzupełniającymi",
      "help-centre|online|brand|14020|help centre (online or in person)|справочный центр|centrum pomocy",
      "subscription-offer|online|brand|2210|subscription and renewal offer|предложение подписки и продления|oferta subskrypcji i odnowienia",
      "loyalty-programme|online|brand|21750|loyalty programme|программа лояльности|program lojalnościowy",
      "iot-device|online|partner||IoT device|умное устройство|urządzenie IoT",
      "customer-support-representative|offline|brand|11890|customer-support representative|специалист службы поддержки|pracownik obsługi klienta",
      "anniversary-greeting|offline|brand|5300|birthday or anniversary greeting|поздравление с днём рождения или годовщиной|życzenia urodzinowe lub rocznicowe",
    ],
  ],
]

/** The 44 touchpoints of the shop. */
export const places: ReadonlyArray<Place> = rows.flatMap(([stage, texts]) =>
  texts.map((line): Place => {
    const [id = "", lane = "", party = "", met = "", en = "", ru = "", pl = ""] = line.split("|")
    return {
      id,
      stage,
      lane: lane === "online" ? "online" : "offline",
      party,
      name: named(en, ru, pl),
      met: met === "" ? null : Number(met),
    }
  }),
)

/** Names of everything the shop's report speaks of. */
export const shopNames: Names = {
  touchpoint: Object.fromEntries(places.map(({ id, name }) => [id, name])),
  stage: {
    awareness: named("Awareness", "Узнавание", "Świadomość"),
    consideration: named("Consideration", "Рассмотрение", "Rozważanie"),
    choice: named("Choice", "Выбор", "Wybór"),
    purchase: named("Purchase", "Покупка", "Zakup"),
    delivery: named("Delivery", "Доставка", "Dostawa"),
    use: named("Use and loyalty", "Использование и лояльность", "Użytkowanie i lojalność"),
    gifting: named("Recommendation", "Рекомендация", "Polecanie"),
    "before-purchase": named("Before the purchase", "До покупки", "Przed zakupem"),
    "during-purchase": named("During the purchase", "Во время покупки", "W trakcie zakupu"),
    "after-purchase": named("After the purchase", "После покупки", "Po zakupie"),
  },
  phase: {
    before: named("Before the purchase", "До покупки", "Przed zakupem"),
    during: named("During the purchase", "Во время покупки", "W trakcie zakupu"),
    after: named("After the purchase", "После покупки", "Po zakupie"),
  },
  party: {
    brand: named("Brand", "Бренд", "Marka"),
    partner: named("Partner", "Партнёр", "Partner"),
    peer: named("Other customers", "Другие клиенты", "Inni klienci"),
    courier: named("Courier company", "Курьерская служба", "Firma kurierska"),
    marketplace: named("Marketplace", "Маркетплейс", "Marketplace"),
  },
  step: {
    purchased: named("Order placed", "Заказ оформлен", "Złożone zamówienie"),
  },
  dimension: { device: named("Device", "Устройство", "Urządzenie") },
  device: {
    desktop: named("Desktop", "Компьютер", "Komputer"),
    mobile: named("Mobile", "Телефон", "Telefon"),
  },
  metric: {
    nps: named("Net Promoter Score (NPS)", "Индекс лояльности NPS", "Wskaźnik NPS"),
    csat: named("Satisfied customers (CSAT)", "Удовлетворённые клиенты (CSAT)", "Zadowoleni klienci (CSAT)"),
    "promise-keeping": named("Promises kept", "Выполненные обещания", "Dotrzymane obietnice"),
    "conversion-rate": named("Conversion rate", "Конверсия", "Współczynnik konwersji"),
    retention: named("Retention rate", "Удержание", "Wskaźnik retencji"),
    "repeat-rate": named("Repeat purchase rate", "Доля повторных покупателей", "Wskaźnik powtórnych zakupów"),
    "average-order-value": named("Average order value", "Средний чек", "Średnia wartość zamówienia"),
    "contact-pressure": named(
      "Customers over the contact cap",
      "Клиенты сверх предела контактов",
      "Klienci powyżej limitu kontaktów",
    ),
    "response-rate": named("Response rate", "Доля ответивших", "Odsetek odpowiedzi"),
  },
}
