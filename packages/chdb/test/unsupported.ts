import { folds, type Question } from "@touchpoint/core/questions"

/** What the engine may refuse as unsupported: folds that are not shipped, and nothing else. */
export const unsupported = (question: Question): boolean => question.shape === "trails" && !folds.has(question.fold)
