/**
 * Where the course is: `content/`, or a folder beside it that `CONTENT_DIR`
 * names. A fork keeps its own there, and ours can still be merged.
 */
import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const USUAL = 'content'

/**
 * The folder, from that of package.json, without a slash at its end. Throws
 * with a sentence where it is elsewhere, or holds no lessons.
 *
 * @example
 * contentFolder(process.cwd(), {})
 * // => 'content'
 */
export function contentFolder(root, { CONTENT_DIR } = process.env) {
  const given = CONTENT_DIR || USUAL
  const path = relative(root, resolve(root, given)).replaceAll('\\', '/')
  if (path === '' || path.startsWith('..') || resolve(path) === path)
    throw new Error(
      `CONTENT_DIR is "${given}". It takes a folder of this project, beside content/: CONTENT_DIR=our-course.`,
    )
  if (CONTENT_DIR && !existsSync(join(root, path, 'lessons')))
    throw new Error(`CONTENT_DIR is "${given}", and there is no ${path}/lessons.`)
  return path
}
