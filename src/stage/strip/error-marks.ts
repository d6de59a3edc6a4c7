import type { ErrorMarks } from '#http/locals.ts'
import Caught from './Caught.astro'
import LayerBadge from './LayerBadge.astro'

/** Beside each error of a form stands who caught it. */
export const ERROR_MARKS: ErrorMarks = { Badge: LayerBadge, Sentence: Caught }
