import type { Config } from './config.ts'

interface Welcome {
  readonly config: Pick<Config, 'publicOrigin' | 'dataDirectory'>
  readonly sqlite: { readonly version: string; readonly withdrawn: boolean }
  /** Its address on this site; `null` where the course has none. */
  readonly firstLesson: string | null
  /** Whether somebody sits in front of it. A log gets one line, which programs may look for. */
  readonly isTerminal: boolean
}

/** What the server says once it answers: where, what to read first, and how to end it. */
export function welcome({ config, sqlite, firstLesson, isTerminal }: Welcome): string {
  const { origin } = config.publicOrigin
  const ready = `Glasshouse is ready at ${origin}\n`
  if (!isTerminal) return ready
  return [
    `✓ database     ${config.dataDirectory}, SQLite ${sqlite.version}${sqlite.withdrawn ? ' (a release that was withdrawn: see README)' : ''}`,
    `✓ server       ${origin}`,
    '',
    ready.trimEnd(),
    ...(firstLesson === null ? [] : [`The first lesson: ${origin}${firstLesson}`]),
    'Ctrl+C stops it.',
    '',
  ].join('\n')
}
