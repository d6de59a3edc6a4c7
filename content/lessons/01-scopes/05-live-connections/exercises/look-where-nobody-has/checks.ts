import { check } from 'glasshouse/exercise'
import { newSocket, type Socket } from 'glasshouse/plug'
import type * as mount from './solution/mount-current-scope.ts'

interface Code {
  readonly mountCurrentScope: typeof mount
}

const ANA = { user: 'ana' }

/** Mounts so many times, and says how often somebody was looked for and who was found. */
async function mountTimes(
  code: Code,
  times: number,
  socket: Socket,
) {
  let looked = 0
  const session = {
    findScope: () =>
      Promise.resolve(((looked += 1), ANA)),
  }
  let current = socket
  for (let nth = 0; nth < times; nth += 1) {
    const result =
      await code.mountCurrentScope.mountCurrentScope.run(
        {},
        session,
        current,
      )
    if ('cont' in result) current = result.cont
  }
  const { currentScope } = current.assigns as {
    readonly currentScope?: Partial<typeof ANA>
  }
  const who = currentScope
    ? (currentScope.user ?? 'a scope without a user')
    : 'nobody'
  return { looked, who }
}

const atRest = () => newSocket({}, { connected: true })
const afterPlug = () =>
  newSocket({ currentScope: ANA }, { connected: false })

export default [
  check<Code>(
    'finds out who connects',
    async ({ code, see }) => {
      await see(
        'looking at the scope of a connection',
        async () =>
          (await mountTimes(code, 1, atRest())).who,
        { is: 'ana' },
      )
    },
  ),

  check<Code>(
    'does not look where the plug has looked',
    async ({ code, see }) => {
      await see(
        'counting the looks at first sight',
        async () =>
          (await mountTimes(code, 1, afterPlug())).looked,
        { is: 0 },
      )
    },
  ),

  check<Code>(
    'looks once for two mounts',
    async ({ code, see }) => {
      await see(
        'counting the looks of two mounts',
        async () =>
          (await mountTimes(code, 2, atRest())).looked,
        { is: 1 },
      )
    },
  ),

  check<Code>(
    'looks for each connection anew',
    async ({ code, see }) => {
      await see(
        'counting the looks of two connections',
        async () => {
          const first = await mountTimes(
            code,
            1,
            atRest(),
          )
          const second = await mountTimes(
            code,
            1,
            atRest(),
          )
          return first.looked + second.looked
        },
        { is: 2 },
      )
    },
  ),
]
