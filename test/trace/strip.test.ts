import { describe, expect, test } from 'vitest'
import { caughtBy } from '#trace/guard.ts'
import { guardName } from '#trace/guard-words.ts'
import { pictureOf } from '#trace/picture.ts'
import { sentenceOf, stripOf } from '#trace/strip.ts'
import { ALL_TRACES, recordedNow, traceNamed } from './pictures/pictures.ts'

const stripNamed = (name: string) => {
  const trace = traceNamed(name)
  return stripOf(trace, pictureOf(trace))
}

describe('the sentence of', () => {
  test.for([
    ['an-invalid-user.1', 'The changeset refused your request.', "email can't be blank"],
    [
      'three-registrations.2',
      'The unique index refused your request.',
      'email has already been taken',
    ],
    [
      'three-registrations.1',
      'The unique index refused it, and nobody had words for it.',
      'The browser gets a 500.',
    ],
    [
      'the-same-as-somebody.5',
      'The guard requireSudoMode answered in the page’s place.',
      'go to /users/log-in',
    ],
    ['fifteen-minutes.3', 'Found nothing, and turned you away.', 'go to /users/log-in'],
    [
      'two-people-one-function.3',
      'Found nothing for Bob’s request.',
      'You have no such score. It may be deleted already.',
    ],
    ['a-first-visit.1', 'Answered: two rows written, one mail sent.', 'go to /users/log-in'],
    ['the-same-as-somebody.2', 'Answered Ana: one row found.', ''],
    ['fifteen-minutes.2', 'Answered with 303.', 'go to /sandbox/clock'],
    ['Still on its way', 'On its way: seven steps so far.', ''],
    [
      'A twin without the scope shows another’s row',
      'Leaked: Bob was shown Alice’s row.',
      'The guards, the context and SQL passed it on: no layer asked whose it is.',
    ],
    [
      'A twin without the scope deletes another’s row',
      'Leaked: Bob changed Alice’s row.',
      'The context and SQL passed it on: no layer asked whose it is.',
    ],
    ['A limit that records its step', 'The limit on resets refused your request.', ''],
    ['Too large, refused before any plug', 'The front door refused your request.', ''],
    ['The table is missing', 'The database refused your request.', ''],
  ] as const)('%s is “%s”', ([name, sentence, below]) => {
    const strip = stripNamed(name)

    expect([sentenceOf(strip), strip.below]).toEqual([sentence, below])
  })

  test('whatever found nothing says by what it was looked for', () => {
    const trace = recordedNow('two-people-one-function.3')

    expect(stripOf(trace, pictureOf(trace)).below).toBe(
      'Asked scores by user_id, organization_id and id: no row.',
    )
  })

  test('whatever was not answered does not say that it was', () => {
    const traces = ALL_TRACES
    const lying = traces.filter((trace) => {
      const picture = pictureOf(trace)
      const isAnswered = sentenceOf(stripOf(trace, picture)).startsWith('Answered')
      return isAnswered !== (picture.end.kind === 'answered')
    })

    expect(traces.length).toBeGreaterThan(60)
    expect(lying).toEqual([])
  })
})

describe('strip, badge and mark', () => {
  const traces = ALL_TRACES

  test('name the same guard of whatever was refused', () => {
    for (const trace of traces) {
      const picture = pictureOf(trace)
      const guard = caughtBy(trace)
      const [, strong] = stripOf(trace, picture).parts

      expect([trace.title, guard !== null]).toEqual([trace.title, picture.end.kind === 'refused'])
      if (guard && picture.end.step?.outcome !== 'halt')
        expect(strong).toContain(guardName(guard).split(' ')[0])
    }
  })

  test('a route that has no answer, and a limit, are no front door', () => {
    expect(caughtBy(traceNamed('No such page'))).toBe('route')
    expect(caughtBy(traceNamed('A limit that records its step'))).toBe('limit')
    expect(caughtBy(traceNamed('Too large, refused before any plug'))).toBe('request')
  })
})

test('what a missing table needs is a migration, and any other refusal nothing', () => {
  const missing = traceNamed('The table is missing')
  const other = traceNamed('A limit that records its step')

  expect(stripOf(missing, pictureOf(missing)).remedy?.words).toBe('One migration down: put it back')
  expect(stripOf(other, pictureOf(other)).remedy).toBeUndefined()
})
