import { expect, test } from 'vitest'
import { decisiveStep } from '#trace/folding.ts'
import { pictureOf } from '#trace/picture.ts'
import { rowName, rowSentence } from '#trace/row-words.ts'
import { sampleTrace } from '../support/sample-trace.ts'

test('a row that leaked says whose it is', () => {
  const data = { rows: 1, strangers: [{ table: 'scores', key: '1', owner: 'ana' }] }
  const trace = sampleTrace([{ layer: 'sql', name: 'select * from "scores"', data }], {
    persona: 'bo',
  })

  expect(rowSentence(trace.steps[0]!, trace)).toBe(
    'scores 1 belongs to Ana; Bo asked. Nothing in this query says whose it must be.',
  )
})

test('a row has a name that one can look up; a scope says who', () => {
  const { steps } = sampleTrace([
    { layer: 'scope', name: 'scopeForVisitor' },
    { layer: 'scope', name: 'scopeForUser', data: { after: { email: 'ana@b' } } },
    { layer: 'sql', name: 'insert into "users" values (1)' },
    { layer: 'reply', name: '303', detail: 'go to /' },
    { layer: 'changeset', name: 'validateFormat' },
  ])

  expect(steps.map(rowName)).toEqual([
    ...['a visitor', 'ana@b', 'insert into users', '303 · go to /', 'validateFormat'],
  ])
})

test('a refusal that nobody recorded is that of the floor which had the request', () => {
  const trace = sampleTrace(
    [
      { layer: 'request', name: 'POST /users/log-in' },
      { layer: 'context', name: 'Accounts.getUserByEmailAndPassword' },
      { layer: 'sql', name: 'select * from "users"', parent: 2, data: { rows: 1 } },
      { layer: 'reply', name: '422', outcome: 'error' },
    ],
    { status: 422 },
  )

  expect(decisiveStep(pictureOf(trace))?.name).toBe('Accounts.getUserByEmailAndPassword')
})
