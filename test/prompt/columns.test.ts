import { describe, expect, test } from 'vitest'
import { inColumns } from '#prompt/columns.ts'

const NAMES = [
  ...['change_user_email/1', 'change_user_email/2', 'change_user_email/3'],
  ...['deliver_login_instructions/2', 'deliver_user_update_email_instructions/3', 'get_user!/1'],
]
const columnsOf = (printed: string) =>
  Math.max(...printed.split('\n').map((line) => line.split(/\s+/).length))

describe('inColumns', () => {
  test.for([
    [120, 3],
    [105, 3],
    [80, 2],
    [60, 2],
    [30, 1],
    [24, 1],
  ] as const)('in %i columns has %i names beside each other', ([width, beside]) => {
    const printed = inColumns(NAMES, width)

    expect(columnsOf(printed)).toBe(beside)
    expect(printed.split(/\s+/)).toEqual(NAMES)
  })

  test.for([60, 79, 80, 95, 104, 105, 120])('cuts none in %i', (width) => {
    for (const line of inColumns(NAMES, width).split('\n'))
      expect(line.length).toBeLessThanOrEqual(width)
  })

  test('has two where it is narrow, and a longer name in a line of its own', () => {
    expect(inColumns([...NAMES, 'register_user/1'], 58)).toBe(
      [
        'change_user_email/1          change_user_email/2',
        'change_user_email/3          deliver_login_instructions/2',
        'deliver_user_update_email_instructions/3',
        'get_user!/1                  register_user/1',
      ].join('\n'),
    )
    expect(inColumns(['get_user!/1', NAMES[4]!, 'sudo_mode?/1', 'sudo_mode?/2'], 58)).toBe(
      [
        'get_user!/1',
        'deliver_user_update_email_instructions/3',
        'sudo_mode?/1                 sudo_mode?/2',
      ].join('\n'),
    )
  })

  test('stands as in IEx: a longer name has one space behind it', () => {
    expect(inColumns(NAMES, 120)).toBe(
      [
        'change_user_email/1                change_user_email/2                change_user_email/3',
        'deliver_login_instructions/2       deliver_user_update_email_instructions/3 get_user!/1',
      ].join('\n'),
    )
  })
})
