import { entries } from "../Entry.ts"

/** Emerging touchpoints before the purchase. */
export const emergingBefore = entries("emerging", "before", [
  {
    id: "voice-assistant",
    name: { en: "Voice assistant", ru: "Голосовой помощник", pl: "Asystent głosowy" },
    description: {
      en: "Questions and orders by voice through a phone or a smart speaker.",
      ru: "Вопросы и заказы голосом через телефон или умную колонку.",
      pl: "Pytania i zamówienia głosem przez telefon lub inteligentny głośnik.",
    },
    objective: {
      en: "Be found and answer when hands are not free",
      ru: "Находиться и отвечать, когда руки заняты",
      pl: "Dać się znaleźć i odpowiadać, gdy ręce są zajęte",
    },
    category: "service",
    channel: "voice",
    party: "partner",
    metrics: ["csat", "conversion-rate"],
    aliases: ["smart speaker", "alexa", "siri", "голосовой ассистент", "умная колонка", "inteligentny głośnik"],
  },
  {
    id: "ar-vr-experience",
    name: { en: "AR / VR experience", ru: "AR/VR-опыт", pl: "Doświadczenie AR/VR" },
    description: {
      en: "The product seen in one's own room or in a virtual one before it is bought.",
      ru: "Товар до покупки можно увидеть у себя дома или в виртуальном пространстве.",
      pl: "Produkt oglądany przed zakupem we własnym wnętrzu lub w wirtualnym świecie.",
    },
    objective: {
      en: "Let people try what they cannot hold yet",
      ru: "Дать примерить то, чего ещё нет в руках",
      pl: "Pozwolić wypróbować to, czego jeszcze nie można wziąć do ręki",
    },
    category: "product",
    channel: "ar",
    party: "brand",
    metrics: ["conversion-rate", "csat"],
    aliases: ["ar", "vr", "augmented reality", "virtual reality", "виртуальная примерка", "rozszerzona rzeczywistość"],
  },
])

/** Emerging touchpoints during the purchase. */
export const emergingDuring = entries("emerging", "during", [
  {
    id: "chatbot",
    name: { en: "Chatbot", ru: "Чат-бот", pl: "Chatbot" },
    description: {
      en: "A program that answers in a chat window and hands over to a person when needed.",
      ru: "Программа, которая отвечает в чате и при необходимости передаёт разговор человеку.",
      pl: "Program, który odpowiada na czacie i w razie potrzeby przekazuje rozmowę człowiekowi.",
    },
    objective: {
      en: "Answer simple questions at once, at any hour",
      ru: "Сразу и в любое время отвечать на простые вопросы",
      pl: "Odpowiadać od razu na proste pytania o każdej porze",
    },
    category: "service",
    channel: "chatbot",
    party: "brand",
    metrics: ["csat", "conversion-rate"],
    aliases: ["chat bot", "bot", "чатбот", "бот", "czatbot"],
  },
  {
    id: "mobile-app",
    name: { en: "Mobile app", ru: "Мобильное приложение", pl: "Aplikacja mobilna" },
    description: {
      en: "The brand's own app, for ordering, news and service on the phone.",
      ru: "Собственное приложение бренда: заказы, новости и сервис в телефоне.",
      pl: "Własna aplikacja marki: zamówienia, nowości i obsługa w telefonie.",
    },
    objective: {
      en: "Make ordering quick and bring people back",
      ru: "Ускорить заказ и возвращать клиентов",
      pl: "Przyspieszyć zamawianie i zachęcać do powrotu",
    },
    category: "content",
    channel: "app",
    party: "brand",
    metrics: ["conversion-rate", "retention", "csat"],
    aliases: ["app", "ios app", "android app", "приложение", "aplikacja"],
  },
])

/** Emerging touchpoints after the purchase. */
export const emergingAfter = entries("emerging", "after", [
  {
    id: "iot-device",
    name: { en: "IoT device", ru: "Умное устройство", pl: "Urządzenie IoT" },
    description: {
      en: "A connected product that reports on its use and offers service or supplies by itself.",
      ru: "Подключённый товар, который сам сообщает о работе и предлагает сервис или расходники.",
      pl: "Podłączony do sieci produkt, który sam informuje o działaniu i proponuje serwis lub materiały.",
    },
    objective: {
      en: "Be useful every day and notice a need in time",
      ru: "Быть полезным каждый день и вовремя замечать потребность",
      pl: "Być przydatnym na co dzień i w porę zauważać potrzeby",
    },
    category: "product",
    channel: "iot",
    party: "brand",
    metrics: ["retention", "csat"],
    aliases: ["iot", "smart device", "connected device", "устройство iot", "inteligentne urządzenie"],
  },
])
