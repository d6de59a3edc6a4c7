import { check } from 'glasshouse/exercise'
import { loaded, type Params } from 'glasshouse/changeset'
import type * as profile from './solution/profile.ts'

interface Code {
  readonly profile: typeof profile
}

const sending = (
  { profile: { profiles, profileChangeset } }: Code,
  params: Params,
) => {
  const row: profile.Profile = {
    id: 1,
    user_id: 1,
    name: 'A.',
    bio: 'Glass.',
    is_admin: false,
  }
  return profileChangeset(loaded(profiles, row), params)
}

export default [
  check<Code>(
    'takes what its person writes',
    async ({ code, see }) => {
      await see(
        'sending the name Ana',
        () => sending(code, { name: 'Ana' }),
        { ok: true, changes: { name: 'Ana' } },
      )
      await see(
        'sending a name and a bio',
        () =>
          sending(code, { name: 'Ana', bio: 'Cold.' }),
        {
          ok: true,
          changes: { name: 'Ana', bio: 'Cold.' },
        },
      )
    },
  ),

  check<Code>(
    'takes blank text for nothing',
    async ({ code, see }) => {
      await see(
        'sending two spaces as bio',
        () => sending(code, { bio: '  ' }),
        { ok: true, changes: { bio: null } },
      )
    },
  ),

  check<Code>(
    'says what is no name',
    async ({ code, see }) => {
      await see(
        'sending the name 5',
        () => sending(code, { name: 5 }),
        { errors: ['name is invalid'], changes: {} },
      )
    },
  ),

  check<Code>(
    'lets nothing else in',
    async ({ code, see }) => {
      for (const more of [
        { shoe_size: '41' },
        { is_admin: true },
        { user_id: 2 },
      ])
        await see(
          `sending the name Ana and ${Object.keys(more).join()}`,
          () => sending(code, { name: 'Ana', ...more }),
          { ok: true, changes: { name: 'Ana' } },
        )
    },
  ),
]
