// What the documentation of retentioneering 3.x prints of these clicks.

/** Visitors by month of their first visit (recounted), and the shares of them that came back in each month after it. */
export const publishedCohorts: Readonly<Record<string, readonly [members: number, shares: string]>> = {
  "2019-11": [259, "0.393822 0.328185 0.250965 0.247104"],
  "2019-12": [249, "0.333333 0.257028 0.232932"],
  "2020-01": [246, "0.386179 0.284553"],
  "2020-02": [257, "0.319066"],
  "2020-03": [350, "0.140000"],
  "2020-04": [2390, "–"],
}

/** Events, and visitors who have them. */
export const publishedEvents: Readonly<Record<string, string>> = {
  cart: "2842 1924",
  catalog: "14518 3611",
  delivery_choice: "1686 1356",
  delivery_courier: "834 748",
  delivery_pickup: "506 469",
  main: "5635 2385",
  payment_card: "565 521",
  payment_cash: "197 190",
  payment_choice: "1107 958",
  payment_done: "706 653",
  product1: "1515 1122",
  product2: "2172 1430",
}

/** Of the experiment nothing is published. Counted by hand: events, visitors, payers, their share, purchases, value. */
export const recounted = {
  test: "5062 554 126 0.227437 134 98789.00",
  control: "4977 573 85 0.148342 94 68702.00",
  not_in_test: "23240 2624 442 0.168445 478 363257.00",
} as const
