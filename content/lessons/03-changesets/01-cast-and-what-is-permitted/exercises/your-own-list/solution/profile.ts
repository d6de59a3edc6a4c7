import {
  cast,
  defineSchema,
  type Base,
  type Changeset,
  type Params,
} from 'glasshouse/changeset'

export interface Profile {
  readonly id: number
  readonly user_id: number
  readonly name: string
  readonly bio: string | null
  readonly is_admin: boolean
}

export const profiles = defineSchema<Profile>({
  source: 'profiles',
  name: 'Profile',
  fields: {
    id: { type: 'id', primaryKey: true },
    user_id: 'id',
    name: 'string',
    bio: 'string',
    is_admin: 'boolean',
  },
})

/** What its person may change in a profile. */
export function profileChangeset(
  profile: Base<Profile>,
  params: Params,
): Changeset<Profile> {
  return cast(profile, params, ['name', 'bio'])
}
