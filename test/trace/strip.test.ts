import { describe, expect, test } from 'vitest'
import { caughtBy } from '#trace/guard.ts'
import { pictureOf } from '#trace/picture.ts'
import { sentenceOf, stripOf } from '#trace/strip.ts'
import { sampleTrace } from '../support/sample-trace.ts'
import { breaking, LAWS_OF_A_STRIP } from './pictures/laws.ts'
import { ALL_TRACES, recordedNow, traceNamed } from './pictures/pictures.ts'

const stripNamed = (name: string) => {
  const trace = traceNamed(name)
  return stripOf(trace, pictureOf(trace))
}

describe('the sentence of', () => {
  test.for([
    ['six-tries.1', 'The changeset refused your request.', "email can't be blank"],
    ['three-ways-in.2', 'The unique index refused your request.', 'email has already been taken'],
    [
      'three-ways-in.1',
      'The unique index refused it, and nobody had words for it.',
      'The browser gets a 500.',
    ],
    [
      'ana-goes-down.5',
      'The guard requireSudoMode answered in the page’s place.',
      'go to /users/log-in',
    ],
    ['one-quarter.3', 'Found nothing, and turned you away.', 'go to /users/log-in'],
    [
      'two-lists.3',
      'Found nothing for Bob’s request.',
      'You have no such score. It may be deleted already.',
    ],
    ['ana-comes-in.1', 'Answered: two rows written, one mail sent.', 'go to /users/log-in'],
    ['ana-goes-down.2', 'Answered Ana: one row found.', ''],
    ['one-quarter.2', 'Answered with 303.', 'go to /sandbox/clock'],
    ['Still on its way', 'On its way: seven steps so far.', ''],
    [
      'A twin without the scope shows another’s row',
      'Leaked: Bob was shown Alice’s row.',
      'The guards, the context and SQL passed it on.',
    ],
    [
      'A twin without the scope deletes another’s row',
      'Leaked: Bob changed Alice’s row.',
      'The context and SQL passed it on.',
    ],
    ['A limit that records its step', 'The limit on resets refused your request.', ''],
    ['Too large, refused before any plug', 'The front door refused your request.', ''],
    ['The table is missing', 'The database refused your request.', ''],
  ] as const)('%s is “%s”', ([name, sentence, below]) => {
    const strip = stripNamed(name)

    expect([sentenceOf(strip), strip.below]).toEqual([sentence, below])
  })

  test('a refusal has all the words of its form, the newest first', () => {
    const trace = recordedNow('six-tries.4')

    expect(stripOf(trace, pictureOf(trace)).below).toBe(
      'email should be at most 160 character(s); email must have the @ sign and no spaces',
    )
  })

  test('what a database notes of its own tables is nobody’s row', () => {
    const name = 'insert into "schema_migrations" ("name") values (?)'
    const trace = sampleTrace([
      { layer: 'sql', name, tag: 'sql.insert.schema_migrations', data: { rows: 1 } },
    ])

    expect(sentenceOf(stripOf(trace, pictureOf(trace)))).toBe('Answered with 200.')
  })

  test('a lab is what came of the requests that it has sent', () => {
    const lanes = [{ status: 303 }, { status: 422 }]
    const trace = sampleTrace([
      { layer: 'context', name: 'Race.run', tag: 'context.Race.run', data: { lanes } },
    ])

    expect(sentenceOf(stripOf(trace, pictureOf(trace)))).toBe(
      'Answered: two requests, 303 and 422.',
    )
  })

  test('what broke at no step is blamed on nobody', () => {
    const { steps, ...trace } = traceNamed('A limit that records no step')
    const broke = { ...trace, status: 500, steps }

    expect(sentenceOf(stripOf(broke, pictureOf(broke)))).toBe(
      'Something broke, and nobody had words for it.',
    )
  })

  test('whatever found nothing says by what it was looked for', () => {
    const trace = recordedNow('two-lists.3')

    expect(stripOf(trace, pictureOf(trace)).below).toBe(
      'No row of scores by user_id, organization_id and id.',
    )
  })
})

test('there are many to hold the laws by', () => {
  expect(ALL_TRACES.length).toBeGreaterThan(60)
})

describe('strip, badge and mark', () => {
  test.for(LAWS_OF_A_STRIP)('%s', ([, isBroken]) => {
    expect(breaking(ALL_TRACES, isBroken)).toEqual([])
  })

  test('a route that has no answer, and a limit, are no front door', () => {
    expect(caughtBy(traceNamed('No such page'))).toBe('route')
    expect(caughtBy(traceNamed('A limit that records its step'))).toBe('limit')
    expect(caughtBy(traceNamed('Too large, refused before any plug'))).toBe('request')
  })
})

test('a missing table is said once, and what to do is left to its remedy', () => {
  const missing = traceNamed('The table is missing')
  const steps = missing.steps.map((step) =>
    step.layer === 'reply'
      ? { ...step, detail: 'The users table is not there. This sandbox is one migration down.' }
      : step,
  )
  const trace = { ...missing, steps }

  expect(stripOf(trace, pictureOf(trace)).below).toBe('The users table is not there.')
})

test('what a missing table needs is a migration, and any other refusal nothing', () => {
  const missing = traceNamed('The table is missing')
  const other = traceNamed('A limit that records its step')

  expect(stripOf(missing, pictureOf(missing)).remedy?.words).toBe(
    'A migration is down: put it back',
  )
  expect(stripOf(other, pictureOf(other)).remedy).toBeUndefined()
})
