/** The lesson is written, and cannot be recorded before its author has named it in `course.yaml`. */
export const NAME_IT_FIRST = 3
