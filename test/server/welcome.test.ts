import { describe, expect, test } from 'vitest'
import { welcome } from '#server/welcome.ts'

const config = { publicOrigin: new URL('http://localhost:4321'), dataDirectory: '/house/var' }
const said = {
  config,
  sqlite: { version: '3.51.2', withdrawn: false },
  firstLesson: '/lessons/a/b',
}

describe('welcome', () => {
  test('is one line for a log', () => {
    expect(welcome({ ...said, isTerminal: false })).toBe(
      'Glasshouse is ready at http://localhost:4321\n',
    )
  })

  test('says on a terminal where to begin, and how to end', () => {
    expect(welcome({ ...said, isTerminal: true }).split('\n')).toEqual([
      '✓ database     /house/var, SQLite 3.51.2',
      '✓ server       http://localhost:4321',
      '',
      'Glasshouse is ready at http://localhost:4321',
      'The first lesson: http://localhost:4321/lessons/a/b',
      'Ctrl+C stops it.',
      '',
    ])
  })

  test('says of a withdrawn SQLite that it is one', () => {
    const sqlite = { version: '3.52.0', withdrawn: true }

    expect(welcome({ ...said, sqlite, isTerminal: true })).toContain(
      'SQLite 3.52.0 (a release that was withdrawn: see README)\n',
    )
  })

  test('names no lesson where there is none', () => {
    expect(welcome({ ...said, firstLesson: null, isTerminal: true })).not.toContain('lesson')
  })
})
