import { expect, test } from 'vitest'
import { changesetChanges, scopeChange } from '#trace/before-after.ts'
import { recordedNow } from './pictures/pictures.ts'

const { steps } = recordedNow('bo-goes-down.1')
const changesOf = (name: string) =>
  changesetChanges(
    steps.find((step) => step.name === name)!,
    steps,
  )

test('a rule that refuses adds its error, and the changeset is no longer valid', () => {
  expect(changesOf('validateFormat')).toEqual([
    {
      part: 'errors',
      before: '[]',
      after: '[email: {"must have the @ sign and no spaces", [validation: :format]}]',
    },
    { part: 'valid?', before: 'true', after: 'false' },
  ])
})

test('a rule that passes gives it back unchanged', () => {
  expect(changesOf('validateRequired')).toEqual([])
})

test('the first had no changeset before it, and other steps have none', () => {
  expect(changesOf('cast')).toBeNull()
  expect(changesOf('fetchFlash')).toBeNull()
})

test('the step that makes the scope says who it is of', () => {
  const person = recordedNow('ana-goes-down.2')
  const made = person.steps.find(({ tag }) => tag === 'scope.current')!

  expect(scopeChange(made)).toMatchObject({ part: 'scope', before: null })
  expect(scopeChange(made)?.after).toContain('ana@example.test')
  expect(scopeChange(person.steps[0]!)).toBeNull()
})

test('a visitor has a scope too, and it is no change from nobody to nobody', () => {
  const { steps } = recordedNow('ana-comes-in.1')
  const made = steps.find(({ tag }) => tag === 'scope.current')!

  expect(scopeChange(made)).toEqual({ part: 'scope', before: null, after: 'a visitor' })
})
