/** Walls: what the attack wall sends, as authors of the course have written it. */
import course from 'virtual:glasshouse/course'
import type { Wall } from './course-data.ts'

export type { Wall } from './course-data.ts'
export type { WallInput, WallValue } from './schema/wall.ts'

/** The one that a lab opens with, where a course has it. */
const FIRST = 'wall'

/**
 * The walls that there are: the one that all routes are on first, the others by their names.
 *
 * @example
 * listWalls().map(({ name }) => name)
 * // => ['wall', 'registrations']
 */
export const listWalls = (): readonly Wall[] =>
  course.walls.toSorted((a, b) => Number(b.name === FIRST) - Number(a.name === FIRST))

/**
 * The wall of this name, or `null`.
 *
 * @example
 * getWall('registrations').own
 * // => 'user[email]'
 */
export const getWall = (name: string): Wall | null =>
  course.walls.find((wall) => wall.name === name) ?? null
