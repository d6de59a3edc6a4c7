/** A registration whose list of permitted fields is too long. */
import type { Scope } from '#app/accounts/scope.ts'
import { cast, type Params } from '#changeset/cast.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { ok } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { nested } from '#http/params.ts'
import type { Twins } from '#course/twin.ts'

interface Account {
  readonly id: number
  readonly email: string
  readonly confirmed_at: number | null
  readonly inserted_at: number
  readonly updated_at: number
}

const accounts = defineSchema<Account>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    confirmed_at: 'integer',
  },
  timestamps: 'integer',
})

async function registerWide(
  { repo }: Scope,
  params: Params,
) {
  // #region wide
  const changeset = pipe(
    cast(build(accounts), params, [
      'email',
      'confirmed_at',
    ]),
    validateRequired(['email']),
    uniqueConstraint('email'),
  )
  // #endregion wide
  return repo.insert(changeset)
}

const Twin = context('Twin', { registerWide })

export const twins: Twins = {
  'register-wide': {
    title: 'Register, with one field more',
    note: 'This twin of the registration lists a field more than its form has.',
    fields: [{ name: 'user[email]', label: 'Email' }],
    button: 'Create an account',
    needs: 'nobody',
    run: async (scope, params) => {
      const result = await Twin.registerWide(
        scope,
        nested(params, 'user'),
      )
      if (!result.ok) return result
      const { id, email, confirmed_at } = result.value
      return ok(
        confirmed_at === null
          ? `Row ${id} is ${email}.`
          : `Row ${id} is ${email}, confirmed without a mail.`,
      )
    },
  },
}
