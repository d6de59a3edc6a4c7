/** Two ways to register that leave something out. */
import type { Scope } from '#app/accounts/scope.ts'
import { cast, type Params } from '#changeset/cast.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { ok, type Result } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { nested } from '#http/params.ts'
import type { Twins } from '#course/twin.ts'

interface Account {
  readonly id: number
  readonly email: string
  readonly inserted_at: number
  readonly updated_at: number
}

const accounts = defineSchema<Account>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
  },
  timestamps: 'integer',
})

// #region without-words
async function registerWithoutWords(
  { repo }: Scope,
  params: Params,
) {
  const changeset = pipe(
    cast(build(accounts), params, ['email']),
    validateRequired(['email']),
  )
  return repo.insert(changeset)
}
// #endregion without-words

// #region without-asking
async function registerWithoutAsking(
  { repo }: Scope,
  params: Params,
) {
  const changeset = pipe(
    cast(build(accounts), params, ['email']),
    validateRequired(['email']),
    uniqueConstraint('email'),
  )
  return repo.insert(changeset)
}
// #endregion without-asking

const Twin = context('Twin', {
  registerWithoutWords,
  registerWithoutAsking,
})

const fields = [{ name: 'user[email]', label: 'Email' }]
const button = 'Create an account'
const inWords = <Failure>(
  result: Result<Account, Failure>,
) =>
  result.ok
    ? ok(
        `Row ${result.value.id} is ${result.value.email}.`,
      )
    : result

export const twins: Twins = {
  'register-without-words': {
    title: 'Register, without words for the index',
    note: 'This twin of the registration asks nothing first, and has no words for a refusal.',
    fields,
    button,
    needs: 'nobody',
    run: async (scope, params) =>
      inWords(
        await Twin.registerWithoutWords(
          scope,
          nested(params, 'user'),
        ),
      ),
  },
  'register-without-asking': {
    title: 'Register, without asking first',
    note: 'This twin of the registration asks nothing first. It has words for a refusal.',
    fields,
    button,
    needs: 'nobody',
    run: async (scope, params) =>
      inWords(
        await Twin.registerWithoutAsking(
          scope,
          nested(params, 'user'),
        ),
      ),
  },
}
