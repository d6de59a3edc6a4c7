import { defineSchema } from '#changeset/schema.ts'

export interface User {
  id: number
  email: string
  name: string | null
  role: 'reader' | 'editor'
  visits: number
  password: string | null
  lock_version: number
}

export const users = defineSchema<User>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: { type: 'string', source: 'address' },
    name: 'string',
    role: { type: { enum: ['reader', 'editor'] }, default: 'reader' },
    visits: { type: 'integer', default: 0 },
    password: { type: 'string', virtual: true, redact: true },
    lock_version: { type: 'integer', default: 1 },
  },
  associations: {
    team: { kind: 'belongsTo', related: 'teams', ownerKey: 'team_id' },
    posts: { kind: 'hasMany', related: 'posts', relatedKey: 'author_id' },
  },
})
