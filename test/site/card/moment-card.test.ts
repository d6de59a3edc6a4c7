import { describe, expect, test } from 'vitest'
import type { Moment, MomentStep } from '#course/moment-link.ts'
import type { Cards, DrawnCard, StepCard } from '#site/card/card.ts'
import { cardOfMoment } from '#site/card/moment-card.ts'

const drawn = (name: string): DrawnCard => ({ name, title: name, text: '' })
const step = (number: number, sent: StepCard['sent']): StepCard => ({
  ...drawn(`step ${number}`),
  ...{ step: number, sent },
})
const register = (email: string) => ['/users/register', 'user[email]', email]

const CARDS: Cards = {
  home: drawn('home'),
  lessons: { 'forms/wrong-addresses': drawn('lesson') },
  ends: { 'refused.constraint': drawn('end') },
  demos: {
    'six-tries': [
      step(1, register('ana')),
      step(2, []),
      step(3, register('ANA')),
      step(4, null),
      step(5, register('bo')),
    ],
  },
}

const sends = (...emails: readonly string[]): readonly MomentStep[] =>
  emails.map((email) => ({ path: '/users/register', fields: [['user[email]', email]] }))
const run = (number: string, act = 'six-tries'): MomentStep => ({
  path: '/acts',
  fields: [
    ['act', act],
    ['step', number],
  ],
})

const cardOf = (
  steps: readonly MomentStep[],
  { demo = 'six-tries', end = null }: { demo?: string; end?: string | null } = {},
) =>
  cardOfMoment(CARDS, { demo, steps } satisfies Moment, { lesson: 'forms/wrong-addresses', end })
    .name

describe('a moment takes the picture', () => {
  test.for([
    ['of the first step, sent by hand', sends('ana'), 'step 1'],
    ['of a later one, after those before it', sends('ana', 'ANA'), 'step 3'],
    ['of the step whose Run was pressed', [run('3')], 'step 3'],
    ['of the last Run', [run('1'), run('5')], 'step 5'],
  ] as const)('%s', ([, steps, name]) => {
    expect(cardOf(steps)).toBe(name)
  })

  test('of a step that says which one it is', () => {
    const [first] = sends('ana')
    const named = { ...first!, fields: [...first!.fields, ['_step', 'six-tries.1'] as const] }

    expect(cardOf([named])).toBe('step 1')
  })

  test.for([
    ['a step without those before it: it may come out otherwise', sends('ANA')],
    ['the steps in another order', sends('ANA', 'ana')],
    ['something more', sends('ana', 'ANA', 'cy')],
    ['what comes after something that no link holds', sends('ana', 'ANA', 'bo')],
    ['another value', sends('ana@example.test')],
    ['somebody else', [{ path: '/as/bo/users/register', fields: [['user[email]', 'ana']] }]],
    ['a Run of another demo', [run('1', 'another')]],
    ['a Run after something else', [...sends('cy'), run('1')]],
    ['a Run of no step', [run('77')]],
    ['a Run of no number', [run('1 or more')]],
    ['nothing', []],
  ] as readonly (readonly [string, readonly MomentStep[]])[])(
    'of its end, if a link names it, and else of its lesson: %s',
    ([, steps]) => {
      expect(cardOf(steps, { end: 'refused.constraint' })).toBe('end')
      expect(cardOf(steps)).toBe('lesson')
    },
  )

  test.for(['refused.roof', '__proto__', 'constructor', '', '../home'])(
    'of its lesson, where it names no end of ours: %j',
    (end) => {
      expect(cardOf(sends('cy'), { end })).toBe('lesson')
    },
  )

  test.for(['__proto__', 'constructor', 'nowhere'])('of no demo by the name of %s', (demo) => {
    expect(cardOf(sends('ana'), { demo })).toBe('lesson')
  })
})
