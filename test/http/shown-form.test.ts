import { expect, test } from 'vitest'
import type { FormError } from '#trace/form-error.ts'
import { shownForm } from '#http/shown-form.ts'

const POINTS = { name: 'score[points]', label: 'Points' }
const NUMBER = { name: 'user_id', label: 'Number of the user' }

const about = (field: string, message: string): FormError => ({
  ...{ field, message },
  ...{ validation: 'check', guard: 'check' },
})

test('an error stands at its field, whatever form the field is of', () => {
  const errors = [about('points', 'is invalid'), about('user_id', 'does not exist')]

  const { fields, others } = shownForm([POINTS, NUMBER], {}, errors)

  expect(fields.map((field) => field.errors.map(({ message }) => message))).toEqual([
    ['is invalid'],
    ['does not exist'],
  ])
  expect(others).toEqual([])
})

test('what was typed stands there again', () => {
  const params = { score: { points: '12' }, user_id: '99' }

  const { fields } = shownForm([POINTS, NUMBER], params, [])

  expect(fields.map(({ value }) => value)).toEqual(['12', '99'])
})

test('an error about what the form has no field for is told all the same', () => {
  const error = about('scores', 'are still associated with this entry')

  const { fields, others } = shownForm([NUMBER], { user_id: '2' }, [error])

  expect(fields[0]?.errors).toEqual([])
  expect(others).toEqual([error])
})
