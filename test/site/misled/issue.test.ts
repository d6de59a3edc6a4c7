import { describe, expect, test } from 'vitest'
import { addressOf, issueOf } from '#site/misled/issue.ts'

const lesson = { id: 'one', number: '1.1', title: 'One & all', version: '0123456789ab' }
const moment = 'https://course.example.test/lessons/a/one#moment=WyJhIl0'

describe('issueOf', () => {
  test('names the lesson, its version, the commit and what was run last', () => {
    const { title, body } = issueOf({ lesson, commit: '3524b9a02c6e', moment })

    expect(title).toBe('Misled by 1.1 One & all')
    expect(body.split('\n').slice(-4)).toEqual([
      'Lesson: 1.1 One & all (one)',
      'Version: 0123456789ab',
      'Commit: 3524b9a02c6e',
      `What I ran last: ${moment}`,
    ])
  })

  test('says nothing of what is not known', () => {
    const { title, body } = issueOf({ lesson: null, commit: null, moment: null })

    expect(title).toBe('Misled by the course')
    expect(body).not.toMatch(/Lesson|Version|Commit|ran last|null/)
  })
})

describe('addressOf', () => {
  const issue = { title: 'A & B {body}', body: 'so\n{title}' }

  test('puts the words where the address says, and nothing of theirs is a placeholder', () => {
    expect(addressOf('https://example.test/new?t={title}#{body}', issue)).toBe(
      'https://example.test/new?t=A%20%26%20B%20%7Bbody%7D#so%0A%7Btitle%7D',
    )
  })

  test('adds them behind an address that has no place for them, and keeps what it has', () => {
    const address = new URL(addressOf('https://example.test/new?labels=text', issue))

    expect(Object.fromEntries(address.searchParams)).toEqual({ labels: 'text', ...issue })
  })
})
