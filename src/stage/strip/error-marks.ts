import type { ErrorMarks } from '#http/locals.ts'
import LayerBadge from './LayerBadge.astro'

/** Beside each error of a form stands who caught it. Why, the list says. */
export const ERROR_MARKS: ErrorMarks = { Badge: LayerBadge }
