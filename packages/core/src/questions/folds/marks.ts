/** Most marks a question may have: a row's marks are the bits of one integer. @category questions @since 0.2.0 */
export const MARKS = 30
