import { describe, expect, test } from 'vitest'
import { floorCaption, floorLabel, shortCaption } from '#trace/captions.ts'
import type { Floor } from '#trace/floors.ts'
import { pictureOf } from '#trace/picture.ts'
import { traceNamed } from './pictures/pictures.ts'

describe('a caption', () => {
  test.for<[trace: string, floor: Floor, caption: string]>([
    ['ana-comes-in.1', 'request', 'POST /users/register'],
    ['ana-comes-in.1', 'pipeline', '3 plugs passed'],
    ['ana-comes-in.1', 'scope', 'a visitor'],
    ['ana-comes-in.1', 'guards', '1 plug passed'],
    ['ana-comes-in.1', 'context', 'Accounts.registerUser +1'],
    ['ana-comes-in.1', 'changeset', '7 steps, valid'],
    ['ana-comes-in.1', 'sql', 'insert users, insert users_tokens'],
    ['ana-comes-in.1', 'constraint', 'unique index held'],
    ['ana-comes-in.2', 'guards', 'none on this route'],
    ['ana-comes-in.2', 'changeset', 'nothing to check'],
    ['ana-comes-in.2', 'constraint', 'nothing to refuse'],
    ['six-tries.1', 'changeset', 'validateRequired'],
    ['six-tries.1', 'sql', 'not reached'],
    ['six-tries.1', 'constraint', ''],
    ['two-lists.1', 'scope', 'alice@example.test'],
    ['two-lists.1', 'guards', '1 plug, 1 hook ✓'],
    ['two-lists.1', 'sql', 'select scores · Alice’s'],
    ['ana-goes-down.2', 'context', 'Accounts.listUserSessions +1'],
    ['A live page connects', 'request', 'not this way'],
    ['A live page connects', 'pipeline', 'no plug sees it'],
    ['A live page connects', 'scope', 'looked up by the hook'],
    ['A live page connects', 'guards', '1 hook passed'],
    ['A live event that saves', 'scope', 'kept from the mount'],
    ['A live event that saves', 'guards', 'asked at the mount'],
    ['A live event that saves', 'constraint', 'check held'],
    ['No such page', 'guards', 'no such page'],
    ['A limit that records no step', 'guards', 'turned away: 429'],
    ['A limit that records its step', 'guards', 'limit: resets'],
  ])('of %s on %s is “%s”', ([name, floor, caption]) => {
    const trace = traceNamed(name)

    expect(floorCaption(floor, trace, pictureOf(trace))).toBe(caption)
  })

  test('of the floor on which something broke says no more than that', () => {
    const trace = { ...traceNamed('A limit that records no step'), status: 500 }

    expect(floorCaption('guards', trace, pictureOf(trace))).toBe('something broke: 500')
  })

  test('of the scope says that none was made, where no plug has made one', () => {
    const { steps, ...trace } = traceNamed('ana-comes-in.1')
    const without = { ...trace, steps: steps.filter(({ tag }) => tag !== 'scope.current') }

    expect(floorCaption('scope', without, pictureOf(without))).toBe('none was made')
  })

  test('of the SQL names the organization within which somebody asks', () => {
    const trace = traceNamed('two-lists.1')
    const within = { slug: 'acme' }
    const steps = trace.steps.map((step) =>
      step.tag === 'scope.current'
        ? { ...step, tag: 'scope.organization', data: { after: within } }
        : step,
    )

    expect(floorCaption('sql', { ...trace, steps }, pictureOf(trace))).toBe('select scores · acme')
  })

  test('of a 405 says what its address answers', () => {
    const trace = traceNamed('No such page')
    const steps = trace.steps.map((step) =>
      step.layer === 'reply' ? { ...step, detail: 'This address answers GET and POST.' } : step,
    )

    expect(floorCaption('guards', { ...trace, steps, status: 405 }, pictureOf(trace))).toBe(
      'answers GET and POST',
    )
  })

  test.for([
    ['Accounts.registerUser', 23, 'Accounts.registerUser'],
    ['Accounts.registerUser +1', 23, 'registerUser +1'],
    ['redirectIfUserIsAuthenticated', 23, 'redirectIfUserIsAuthen…'],
    ['insert users, insert users_tokens', 14, 'insert users,…'],
  ] as const)('%s is cut to %i letters: %s', ([whole, longest, short]) => {
    expect(shortCaption(whole, longest)).toBe(short)
  })
})

describe('the name of a floor', () => {
  test.for<[trace: string, floor: Floor, label: string]>([
    ['ana-comes-in.1', 'sql', 'SQL'],
    ['ana-comes-in.1', 'constraint', 'constraints'],
    ['three-ways-in.2', 'constraint', 'unique index'],
    ['The browser kept the form', 'request', 'browser rules'],
    ['The table is missing', 'sql', 'SQL'],
  ])('in %s, %s is “%s”', ([name, floor, label]) => {
    expect(floorLabel(floor, pictureOf(traceNamed(name)))).toBe(label)
  })
})
