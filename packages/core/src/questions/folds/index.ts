import type { Fold } from "./Fold.ts"
import { transitions } from "./transitions/index.ts"

export type { Fold, FoldContext, Trail } from "./Fold.ts"
export { type Transition, type TransitionOptions, type Transitions, transitions } from "./transitions/index.ts"

/** The shipped folds by id. @category folds @since 0.1.0 */
export const folds: ReadonlyMap<string, Fold> = new Map<string, Fold>([[transitions.id, transitions as Fold]])

/** The fold of an id. @category folds @since 0.1.0 */
export const foldOf = (id: string): Fold | undefined => folds.get(id)
