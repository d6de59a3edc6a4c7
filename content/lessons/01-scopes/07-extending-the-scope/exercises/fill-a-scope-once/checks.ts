import { check, counted } from 'glasshouse/exercise'
import { ana, bo } from 'glasshouse/given'
import type * as forUser from './solution/for-user.ts'
import type { Organization } from './solution/lookups.ts'

interface Code {
  readonly forUser: typeof forUser
}

const GLASS_WORKS: Organization = {
  slug: 'glass-works',
  role: 'owner',
}

/** What the tables say of Ana. Of Bo they say nothing. */
const lookups = () =>
  counted({
    organizationOf: async ({ id }: typeof ana) =>
      Promise.resolve(id === ana.id ? GLASS_WORKS : null),
    rolesOf: async ({ id }: typeof ana) =>
      Promise.resolve(id === ana.id ? ['admin'] : []),
    flagsOf: async ({ id }: typeof ana) =>
      Promise.resolve(id === ana.id ? ['wide_list'] : []),
  })

export default [
  check<Code>(
    'asks nothing about nobody',
    async ({ code, see }) => {
      const { ask, asked } = lookups()
      await see(
        'a scope for nobody',
        () => code.forUser.forUser(null, ask),
        { is: null },
      )
      await see(
        'counting the look-ups',
        () => asked.toSorted(),
        { is: [] },
      )
    },
  ),

  check<Code>(
    'holds what was found',
    async ({ code, see }) => {
      const { ask } = lookups()
      await see(
        'a scope for Ana',
        () => code.forUser.forUser(ana, ask),
        {
          is: {
            user: ana,
            organization: GLASS_WORKS,
            roles: ['admin'],
            featureFlags: ['wide_list'],
          },
        },
      )
    },
  ),

  check<Code>(
    'knows people who belong to nothing',
    async ({ code, see }) => {
      const { ask } = lookups()
      await see(
        'a scope for Bo',
        () => code.forUser.forUser(bo, ask),
        {
          is: {
            user: bo,
            organization: null,
            roles: [],
            featureFlags: [],
          },
        },
      )
    },
  ),

  check<Code>(
    'asks each question once',
    async ({ code, see }) => {
      const { ask, asked } = lookups()
      const scope = await code.forUser.forUser(ana, ask)
      await see(
        'counting the look-ups, with each field read three times',
        () => {
          for (let time = 0; time < 3; time += 1)
            Object.values(scope ?? {})
          return asked.toSorted()
        },
        { is: ['flagsOf', 'organizationOf', 'rolesOf'] },
      )
    },
  ),

  check<Code>(
    'cannot be changed afterwards',
    async ({ code, see }) => {
      const { ask } = lookups()
      const scope = await code.forUser.forUser(ana, ask)
      await see(
        'whether it is frozen',
        () => Object.isFrozen(scope),
        { is: true },
      )
    },
  ),
]
