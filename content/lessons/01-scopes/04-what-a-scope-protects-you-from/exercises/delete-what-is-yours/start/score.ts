import { defineSchema } from 'glasshouse/changeset'
import type { Score } from 'glasshouse/given'

/** How a score is cast, shown and stored. */
export const scores = defineSchema<Score>({
  source: 'scores',
  name: 'Score',
  fields: {
    id: { type: 'id', primaryKey: true },
    user_id: 'id',
    organization_id: 'id',
    points: 'integer',
    guesses: 'integer',
    comment: 'string',
  },
  timestamps: 'integer',
})
