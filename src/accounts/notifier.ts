/** The mails of the accounts context, in plain text. In Phoenix: `UserNotifier`. */
import type { Mail, MailDraft } from '#sandbox/mailbox.ts'
import type { Scope } from './scope.ts'
import type { User } from './user.ts'

// #region deliver
/** A first link confirms the address; later ones log in. In Phoenix: `deliver_login_instructions/2`. */
export function deliverLoginInstructions(
  { mailbox }: Scope,
  user: User,
  url: string,
): Promise<Mail> {
  return mailbox.deliver(
    user.confirmed_at === null ? confirmationInstructions(user, url) : loginInstructions(user, url),
  )
}
// #endregion deliver

function confirmationInstructions({ email }: User, url: string): MailDraft {
  return letter(email, 'Confirmation instructions', [
    'You can confirm your account by visiting the URL below:',
    url,
    "If you didn't create an account with us, please ignore this.",
  ])
}

function loginInstructions({ email }: User, url: string): MailDraft {
  return letter(email, 'Log in instructions', [
    'You can log into your account by visiting the URL below:',
    url,
    "If you didn't request this email, please ignore this.",
  ])
}

const RULE = '=============================='

function letter(to: string, subject: string, paragraphs: readonly string[]): MailDraft {
  return { to, subject, text: [RULE, `Hi ${to},`, ...paragraphs, RULE].join('\n\n') }
}
