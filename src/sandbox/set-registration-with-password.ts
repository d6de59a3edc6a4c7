import { leverStep, type SandboxWriter } from './lever.ts'
import type { Sandbox } from './open-sandbox.ts'

/**
 * Whether this sandbox's registration takes a password, too.
 *
 * @example
 * const writer = sandboxes.writerOf(visitor, sandbox)
 * await setRegistrationWithPassword(sandbox, writer, true)
 * sandbox.settings.registrationWithPassword
 * // => true
 */
export function setRegistrationWithPassword(
  { settings }: Pick<Sandbox, 'settings'>,
  writer: SandboxWriter,
  on: boolean,
): Promise<void> {
  return leverStep('Sandboxes.setRegistrationWithPassword', on ? 'on' : 'off', () =>
    writer.inTurn(async () => {
      await writer.write({ registration_with_password: on ? 1 : 0 })
      settings.registrationWithPassword = on
      writer.tell({ type: 'settings', data: { registration_with_password: on } })
    }),
  )
}
