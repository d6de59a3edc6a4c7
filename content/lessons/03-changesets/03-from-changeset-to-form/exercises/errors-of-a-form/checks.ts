import {
  addError,
  build,
  cast,
  change,
  pipe,
  putAction,
  validateFormat,
  validateLength,
  validateRequired,
} from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import { scores, users } from 'glasshouse/given'
import type * as errorsOf from './solution/errors-of.ts'

interface Code {
  readonly errorsOf: typeof errorsOf
}

const address = (email: string) =>
  pipe(
    cast(build(users), { email }, ['email']),
    validateFormat('email', /@/),
    validateLength('email', { max: 160 }),
  )

const emptyScore = () =>
  pipe(
    cast(build(scores), {}, ['points', 'guesses']),
    validateRequired(['points', 'guesses']),
  )

export default [
  check<Code>(
    'gives each field its own words',
    async ({ code, see }) => {
      await see(
        'sending a score with two empty fields',
        () =>
          code.errorsOf.errorsOf(
            putAction(emptyScore(), 'insert'),
          ),
        {
          is: {
            points: ["can't be blank"],
            guesses: ["can't be blank"],
          },
        },
      )
    },
  ),

  check<Code>(
    'shows a form that was not used for anything without errors',
    async ({ code, see }) => {
      await see(
        'opening an address that nobody has sent',
        () =>
          code.errorsOf.errorsOf(
            address('a'.repeat(161)),
          ),
        { is: {} },
      )
    },
  ),

  check<Code>(
    'fills in the numbers, the newest words first',
    async ({ code, see }) => {
      await see(
        'sending an address of 161 characters',
        () =>
          code.errorsOf.errorsOf(
            putAction(address('a'.repeat(161)), 'insert'),
          ),
        {
          is: {
            email: [
              'should be at most 160 character(s)',
              'has invalid format',
            ],
          },
        },
      )
      await see(
        'showing words with a gap that nobody fills',
        () =>
          code.errorsOf.errorsOf(
            putAction(
              addError(
                change(build(users)),
                'email',
                'is %{missing}',
              ),
              'insert',
            ),
          ),
        { is: { email: ['is missing'] } },
      )
    },
  ),
]
