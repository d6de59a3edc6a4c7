import {
  build,
  cast,
  loaded,
  pipe,
  validateFormat,
  type Base,
  type Params,
} from 'glasshouse/changeset'
import { check } from 'glasshouse/exercise'
import { ana, users, type User } from 'glasshouse/given'
import type * as validateNotReserved from './solution/validate-not-reserved.ts'

interface Code {
  readonly validateNotReserved: typeof validateNotReserved
}

const RESERVED = ['admin@glass.works', 'all@glass.works']

const asking = (
  { validateNotReserved: { validateNotReserved } }: Code,
  params: Params,
  user: Base<User> = build(users),
) =>
  pipe(
    cast(user, params, ['email', 'confirmed_at']),
    validateFormat('email', /^[^@]+@[a-z.]+$/i),
    validateNotReserved(RESERVED),
  )

export default [
  check<Code>(
    'refuses an address that is reserved',
    async ({ code, see }) => {
      await see(
        'asking for admin@glass.works',
        () =>
          asking(code, { email: 'admin@glass.works' }),
        { ok: false, errors: ['email is reserved'] },
      )
    },
  ),

  check<Code>(
    'lets every other through',
    async ({ code, see }) => {
      await see(
        'asking for eva@glass.works',
        () => asking(code, { email: 'eva@glass.works' }),
        { ok: true, errors: [] },
      )
      await see(
        'asking for no address',
        () => asking(code, {}),
        { ok: true, errors: [] },
      )
    },
  ),

  check<Code>(
    'minds no capitals',
    async ({ code, see }) => {
      await see(
        'asking for ADMIN@glass.works',
        () =>
          asking(code, { email: 'ADMIN@glass.works' }),
        { ok: false, errors: ['email is reserved'] },
      )
    },
  ),

  check<Code>(
    'leaves alone what somebody has already',
    async ({ code, see }) => {
      const row = { ...ana, email: 'all@glass.works' }
      await see(
        'confirming somebody who is all@glass.works',
        () =>
          asking(
            code,
            { confirmed_at: 1 },
            loaded(users, row),
          ),
        { ok: true, errors: [] },
      )
    },
  ),

  check<Code>(
    'says no more than it has to say',
    async ({ code, see }) => {
      await see(
        'asking for admin@1',
        () => asking(code, { email: 'admin@1' }),
        { errors: ['email has invalid format'] },
      )
    },
  ),
]
