import { describe, expect, test } from 'vitest'
import { readDecision } from '#site/decisions/decision-file.ts'

describe('readDecision', () => {
  test('reads title, day and question', () => {
    const text =
      '# A `door`\n\n2026-11-28\n\n## The question\n\nWhy [not](a.md) a\nwindow?\n\nSo.\n'

    expect(readDecision('2026-11-28-a-door.md', text)).toEqual({
      ...{ name: 'a-door', href: '/decisions/a-door', title: 'A `door`', day: '2026-11-28' },
      asks: 'Why not a window?',
      body: '## The question\n\nWhy [not](a.md) a\nwindow?\n\nSo.',
    })
  })

  test.for([
    ['2026-11-29-a.md', '# A\n\n29 November 2026\n\nSo.\n', 'So.'],
    ['2026-11-29-a.md', '# A\n\nSo.\n', 'So.'],
    ['a.md', '# A\r\n\r\n2026-11-29\r\n\r\nSo.\r\n', 'So.'],
  ] as const)(
    'takes the day of %s from its name, or from below its title',
    ([name, text, body]) => {
      expect(readDecision(name, text)).toMatchObject({ day: '2026-11-29', body, name: 'a' })
    },
  )

  test.for([
    ['README.md', '# Decisions\n\nOne file each.\n'],
    ['notes.md', '# Notes\n\nNo day.\n'],
    ['2026-11-28-a.md', 'No title.\n'],
    ['2026-11-28-a.yaml', '# A\n\n2026-11-28\n'],
  ] as const)('%s is none', ([name, text]) => {
    expect(readDecision(name, text)).toBeNull()
  })
})
