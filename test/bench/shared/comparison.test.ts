import { describe, expect, test } from 'vitest'
import {
  drawComparisons,
  isReached,
  ratioOf,
  tableOfComparisons,
  type Comparison,
  type Goal,
} from './comparison.ts'

const sessions: Comparison = {
  ...{ what: 'sessions', unit: '/s', digits: 0, here: [470, 510, 480] },
  beside: { name: 'other', values: [960, 950, 970] },
  goal: { is: 'at least', value: 0.6, of: 'the other' },
}
const alone: Comparison = {
  ...{ what: 'a lesson', unit: 'kB', digits: 1, here: [29.04, 29.04] },
  beside: null,
  goal: { is: 'at most', value: 30, of: 'itself' },
}
const withGoal = (goal: Goal | null) => isReached({ ...sessions, goal })

test('ratioOf compares what lies in the middle', () => {
  expect(ratioOf(sessions)).toBe(0.5)
  expect(ratioOf(alone)).toBeNull()
})

describe('isReached', () => {
  test('takes a goal as times the other, or as it stands', () => {
    expect(withGoal({ is: 'at least', value: 0.5, of: 'the other' })).toBe(true)
    expect(withGoal({ is: 'at least', value: 0.51, of: 'the other' })).toBe(false)
    expect(withGoal({ is: 'at least', value: 480, of: 'itself' })).toBe(true)
    expect(withGoal({ is: 'at least', value: 481, of: 'itself' })).toBe(false)
  })

  test('knows goals for which less is better', () => {
    expect(withGoal({ is: 'at most', value: 0.5, of: 'the other' })).toBe(true)
    expect(withGoal({ is: 'at most', value: 479, of: 'itself' })).toBe(false)
  })

  test('is not asked where there is no goal', () => {
    expect(withGoal(null)).toBeNull()
  })
})

test('a table says median, spread, ratio and goal, as Prettier lays it out', () => {
  const none = { ...sessions, what: 'no goal', goal: null }

  expect(tableOfComparisons([sessions, alone, none]).split('\n')).toEqual([
    '|          |               here |                beside it |  ratio |    goal | reached |',
    '| -------- | -----------------: | -----------------------: | -----: | ------: | ------: |',
    '| sessions | 480 /s (470 – 510) | other 960 /s (950 – 970) | 0.50 × | ≥ 0.6 × |      no |',
    '| a lesson |            29.0 kB |                          |        | ≤ 30 kB |     yes |',
    '| no goal  | 480 /s (470 – 510) | other 960 /s (950 – 970) | 0.50 × |         |         |',
  ])
})

describe('a picture', () => {
  const picture = drawComparisons('A & B', [
    sessions,
    alone,
    { ...alone, what: 'unseen', goal: null },
  ])

  test('has a chart for each that has a goal', () => {
    expect(picture).toContain('>sessions</text>')
    expect(picture).toContain('>a lesson</text>')
    expect(picture).not.toContain('unseen')
    expect(picture.match(/class="goal"/g)).toHaveLength(2)
  })

  test('says the goal in the unit of its bars', () => {
    expect(picture).toContain('line: goal, 576 /s · more is better')
    expect(picture).toContain('line: goal, 30 kB · less is better')
  })

  test('draws bars as long as what they stand for', () => {
    const heights = [...picture.matchAll(/<rect class="bar"[^>]*height="(?<height>[\d.]+)"/g)]
    const [here, other] = heights.map(({ groups }) => Number(groups?.['height']))

    expect(here! / other!).toBeCloseTo(0.5, 2)
  })

  test('takes no word for markup', () => {
    expect(picture).toContain('aria-label="A &#38; B"')
  })
})
