import { splitPersona } from '#http/links.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { magicLinkIn } from './magic-link-in.ts'

/**
 * The address that the newest mail leads to, without its persona: whoever
 * opens it is who they are. `null` where there is no mail, or none with a link.
 */
export async function linkOfNewestMail(
  { mailbox }: Pick<Sandbox, 'mailbox'>,
  publicOrigin: URL,
): Promise<string | null> {
  const [newest] = await mailbox.list()
  const link = newest && magicLinkIn(newest.text, publicOrigin)
  return link ? splitPersona(new URL(link).pathname).path : null
}
