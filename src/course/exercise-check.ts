/**
 * What an exercise is among the checks that somebody has met. Those of demos have no
 * dot in their names.
 *
 * @example
 * exerciseCheck('say-that-it-is-taken')
 * // => 'exercise.say-that-it-is-taken'
 */
export const exerciseCheck = (id: string): string => `exercise.${id}`
