import type { APIRoute } from 'astro'
import { Refusal } from '#lib/refusal.ts'
import { setRegistrationWithPassword } from '#sandbox/set-registration-with-password.ts'
import { leverMessages } from '#levers/messages.ts'
import { redirect } from '#http/reply.ts'
import { allow } from '#http/requests.ts'
import { sandboxOf } from '#visit/sandbox-of.ts'

export const prerender = false

/** Switches of the visitor's own sandbox. */
export const ALL: APIRoute = async (context) => {
  allow(context, ['POST'])
  const { locals } = context
  const { sandbox, visitor } = sandboxOf(locals)
  const { registration_with_password: wanted } = locals.params
  const on = wanted === true || wanted === 'true'
  if (!on && wanted !== false && wanted !== 'false')
    throw new Refusal(
      422,
      'Send registration_with_password=true or registration_with_password=false.',
    )

  const writer = locals.front.services.sandboxes.writerOf(visitor, sandbox)
  await setRegistrationWithPassword(sandbox, writer, on)
  const facts = { settings: { registration_with_password: on } }
  return redirect(
    context,
    '/sandbox',
    on ? leverMessages.passwords_on() : leverMessages.passwords_off(),
    facts,
  )
}
