import { check } from 'glasshouse/exercise'
import type * as card from './solution/card.ts'

interface Code {
  readonly card: typeof card
}

export default [
  check<Code>(
    'takes the two fields of the form',
    async ({ code, see }) => {
      await see(
        'sending a name and a greeting',
        () =>
          code.card.cardChangeset({
            name: 'Ana',
            greeting: 'Hello',
          }),
        {
          ok: true,
          changes: { name: 'Ana', greeting: 'Hello' },
        },
      )
      await see(
        'sending a name alone',
        () => code.card.cardChangeset({ name: 'Ana' }),
        {
          ok: true,
          changes: { name: 'Ana' },
        },
      )
    },
  ),

  check<Code>(
    'says what is no name',
    async ({ code, see }) => {
      await see(
        'sending the name 5',
        () => code.card.cardChangeset({ name: 5 }),
        {
          errors: ['name is invalid'],
        },
      )
    },
  ),

  check<Code>(
    'lets nothing else in',
    async ({ code, see }) => {
      for (const more of [
        { is_staff: true },
        { id: '7' },
        { shoe_size: '41' },
      ])
        await see(
          `sending a name and ${Object.keys(more).join()}`,
          () =>
            code.card.cardChangeset({
              name: 'Ana',
              ...more,
            }),
          { ok: true, changes: { name: 'Ana' } },
        )
    },
  ),
]
