import { describe, expect, test } from 'vitest'
import { fit, fitEvenly } from '#site/card/fit.ts'
import { lettersOf, textSvg, widthOf } from '#site/card/letters.ts'

const ROOM = { width: 300, sizes: [40, 30, 20], most: 2 }
const widths = ({ lines, set }: ReturnType<typeof fit>) => lines.map((line) => widthOf(line, set))

describe('fit', () => {
  test('takes the largest size in which a text fits', () => {
    expect(fit('Short', 'serif', ROOM)).toEqual({
      lines: ['Short'],
      set: { face: 'serif', size: 40 },
    })
    expect(fit('Some words more than one line holds', 'serif', ROOM).set.size).toBe(30)
  })

  test('breaks a long name where its parts end, and nothing else', () => {
    const name = 'organizations_memberships_user_id_index'
    const { lines } = fit(name, 'mono', ROOM)

    expect(lines.join('')).toBe(name)
    expect(lines[0]).toBe('organizations_')
    expect(Math.max(...widths(fit(name, 'mono', ROOM)))).toBeLessThanOrEqual(ROOM.width)
  })

  test('cuts what fits in no size, and says so', () => {
    const long = fit('word '.repeat(60), 'text', ROOM)
    const whole = fit('x'.repeat(300), 'mono', ROOM)

    expect(long.lines.length).toBe(2)
    expect(long.lines[1]).toMatch(/word…$/)
    expect(whole.lines).toEqual([expect.stringMatching(/^x+…$/)])
    for (const width of [...widths(long), ...widths(whole)])
      expect(width).toBeLessThanOrEqual(ROOM.width)
  })

  test('leaves no word alone in a last line', () => {
    const words = 'one after the other and then another'
    const room = { ...ROOM, sizes: [20], most: 3 }

    const [apart, even] = [fit(words, 'serif', room), fitEvenly(words, 'serif', room)]

    expect(even.lines.length).toBe(apart.lines.length)
    expect(Math.max(...widths(even))).toBeLessThan(Math.max(...widths(apart)))
    expect(even.lines.join(' ')).toBe(words)
  })
})

describe('letters', () => {
  test('come from a package, whatever fonts the machine has', () => {
    const place = { x: 10, y: 20, fill: '#000' }
    const svg = textSvg('aba', { face: 'sans', size: 10 }, place)

    expect(svg.match(/<use /g)?.length).toBe(3)
    expect(lettersOf(svg).match(/<path id="[^"]+"/g)).toEqual([
      '<path id="sans-61"',
      '<path id="sans-62"',
    ])
    expect(svg + lettersOf(svg)).not.toMatch(/<text|font/)
  })

  test.for([
    ['of another script come with it', 'ж'],
    ['that a face does not have come from the one beside it', '‹'],
  ] as const)('%s', ([, letter]) => {
    const svg = textSvg(letter, { face: 'serif', size: 10 }, { x: 0, y: 0, fill: '#000' })

    expect(lettersOf(svg)).toMatch(/ d="M/)
  })

  test('that no font has leave a gap', () => {
    const svg = textSvg('字', { face: 'mono', size: 10 }, { x: 0, y: 0, fill: '#000' })

    expect(svg).toBe('<g fill="#000"></g>')
    expect(widthOf('字', { face: 'mono', size: 10 })).toBe(3)
  })
})
