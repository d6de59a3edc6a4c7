import {
  build,
  cast,
  defineSchema,
  type Changeset,
  type Params,
} from 'glasshouse/changeset'

export interface Card {
  readonly id: number
  readonly name: string
  readonly greeting: string | null
  readonly is_staff: boolean
}

export const cards = defineSchema<Card>({
  source: 'cards',
  name: 'Card',
  fields: {
    id: { type: 'id', primaryKey: true },
    name: 'string',
    greeting: 'string',
    is_staff: 'boolean',
  },
})

/** What a visitor may write on a card. */
export function cardChangeset(
  params: Params,
): Changeset<Card> {
  return cast(build(cards), params, ['name', 'greeting'])
}
