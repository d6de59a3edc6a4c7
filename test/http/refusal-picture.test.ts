import { describe, expect, test } from 'vitest'
import { refusalPicture } from '#http/refusal-picture.ts'

const NAMED = [400, 403, 404, 405, 410, 413, 421, 429, 500, 503, 507]
const labelOf = (status: number) => /aria-label="(?<words>[^"]+)"/.exec(refusalPicture(status))?.[1]

describe('refusalPicture', () => {
  test('has a place and words of its own for each kind of failure', () => {
    expect(new Set(NAMED.map(labelOf)).size).toBe(NAMED.length)
    expect(new Set(NAMED.map(refusalPicture)).size).toBe(NAMED.length)
  })

  test.for([
    [431, 413],
    [418, 400],
    [502, 500],
    [401, 403],
  ] as const)('%i is drawn as %i', ([status, like]) => {
    expect(refusalPicture(status)).toBe(refusalPicture(like))
  })

  test('is well-formed, and stays within its frame', () => {
    for (const status of NAMED) {
      const svg = refusalPicture(status)
      for (const [, d = ''] of svg.matchAll(/ d="([^"]*)"/g))
        expect(d).toMatch(/^M[\dacHhLlMmqVvz .,-]+$/)
      expect(svg.match(/<path\b/g)).toHaveLength(svg.match(/\/>/g)!.length)
    }
  })
})
