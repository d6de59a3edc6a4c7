/**
 * The text of a line that made a step, as this server was built from it. Each
 * file is a module of its own, read when a first step names it and kept: no
 * request waits for the disk.
 */
import type { Source } from '#trace/trace-step.ts'

const FILES = import.meta.glob<string>(
  [
    '@content/lessons/*/*/twins.ts',
    '/migrations/**/*.ts',
    '/src/{app,http,levers,live,pages,sandbox,visit}/**/*.ts',
    '/src/{middleware,router}.ts',
  ],
  { query: '?raw', import: 'default' },
)

const known = new Map<string, readonly string[]>()

/** What stands in the line; `null` where nobody knows. */
export async function sourceLine({ file, line }: Source): Promise<string | null> {
  const lines = known.get(file) ?? (await FILES[`/${file}`]?.())?.split('\n')
  if (!lines) return null
  known.set(file, lines)
  return lines[line - 1] ?? null
}
