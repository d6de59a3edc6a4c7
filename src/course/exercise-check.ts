/**
 * What an exercise is among the checks that somebody has met. Those of demos have no
 * dot in their names.
 *
 * @example
 * exerciseCheck('say-that-it-is-taken')
 * // => 'exercise.say-that-it-is-taken'
 */
export const exerciseCheck = (id: string): string => `exercise.${id}`

/**
 * What its question for afterwards is among them, once its reader says that they had the answer.
 *
 * @example
 * afterwardsCheck('say-that-it-is-taken')
 * // => 'exercise.say-that-it-is-taken.why'
 */
export const afterwardsCheck = (id: string): string => `${exerciseCheck(id)}.why`
