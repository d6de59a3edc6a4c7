/**
 * `npm run test:course` walks every lesson in every form. `npm test` walks each
 * lesson in one of them, the next lesson in the next: a course may grow, and
 * each form is walked all the same.
 */
export const IS_WHOLE = process.env['GLASSHOUSE_WALK'] === 'whole'

/** The forms in which this lesson is walked, by its place in the course. */
export const formsFor = <Form>(forms: readonly Form[], place: number): readonly Form[] =>
  IS_WHOLE ? forms : forms.filter((_, index) => index === place % forms.length)
