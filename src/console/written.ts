import { byOwnName, moduleNamed } from '#prompt/registry.ts'
import type { Call } from '#prompt/session.ts'
import { registry } from './registry.ts'

/**
 * How a call is told in the list: `Accounts.register_user/1`, or as the source has it.
 *
 * @example
 * writtenOf({ name: 'Accounts.registerUser', args: [null], spelling: 'elixir' })
 * // => 'Accounts.register_user/1'
 */
export function writtenOf({ name, args, spelling }: Call): string {
  if (spelling === 'typescript') return name
  const [module = '', own = ''] = name.split('.')
  const found = moduleNamed(registry(), module)
  const listed = found && byOwnName(found, own)
  const phoenix = listed?.elixir.find((each) => each.endsWith(`/${args.length}`))
  return phoenix === undefined ? name : `${module}.${phoenix}`
}
