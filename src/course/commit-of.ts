/** Which commit the project stands at, for whoever wants to know what a text said when somebody read it. */
import { execFileSync } from 'node:child_process'

const LENGTH = 12
const SECONDS = 5

/**
 * The commit of the repository whose top this folder is, `-dirty` behind it where files have changed
 * since. `null` where there is no git, or the folder only stands inside of somebody else's repository.
 */
export function commitOf(root: string): string | null {
  try {
    const isTop = git(root, ['rev-parse', '--show-prefix']) === ''
    return isTop
      ? git(root, ['describe', '--always', '--dirty', '--exclude=*', `--abbrev=${LENGTH}`])
      : null
  } catch {
    return null
  }
}

const git = (cwd: string, args: readonly string[]) =>
  execFileSync('git', args, {
    ...{ cwd, encoding: 'utf8', timeout: SECONDS * 1_000 },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
