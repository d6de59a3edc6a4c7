import { describe, expect, test } from 'vitest'
import { magicLinkIn } from '#levers/mailbox/magic-link-in.ts'

const ORIGIN = new URL('https://course.example')
const find = (...lines: readonly string[]) => magicLinkIn(lines.join('\n'), ORIGIN)

describe('magicLinkIn', () => {
  test('finds the line that leads to this site', () => {
    const link = 'https://course.example/users/log-in/abc'

    expect(find('Hi ana@example.com,', '', 'Visit:', '', link, '', 'Bye')).toBe(link)
  })

  test('finds the first of two', () => {
    expect(find('https://course.example/a', 'https://course.example/b')).toBe(
      'https://course.example/a',
    )
  })

  test.for([
    ['no link', 'Hi ana@example.com,'],
    ['nothing', ''],
    ['another site', 'https://evil.example/users/log-in/abc'],
    ['a site that begins alike', 'https://course.example.evil.example/x'],
    ['this site as a name', 'https://course.example@evil.example/x'],
    ['this site on another port', 'https://course.example:8443/x'],
    ['plain http', 'http://course.example/x'],
    ['a script', 'javascript:https://course.example/'],
    ['a link in a sentence', 'Visit https://course.example/x'],
    ['a link that is indented', ' https://course.example/x'],
    ['the site alone', 'https://course.example'],
    ['another case', 'HTTPS://course.example/x'],
  ] as const)('finds no link in %s', ([, line]) => {
    expect(find('Hi,', line)).toBeNull()
  })

  test('takes no address in the greeting for a link', () => {
    expect(find('Hi https://course.example/@x,', 'Bye')).toBeNull()
  })
})
