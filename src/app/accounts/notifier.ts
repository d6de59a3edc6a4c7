/** The mails of the accounts context, in plain text. In Phoenix: `UserNotifier`. */
import type { Scope } from './scope.ts'
import type { Letter } from './surroundings.ts'
import type { User } from './user.ts'

// #region deliver
/** A first link confirms the address; later ones log in. In Phoenix: `deliver_login_instructions/2`. */
export function deliverLoginInstructions(
  { mailer }: Scope,
  user: User,
  url: string,
): Promise<Letter> {
  return mailer.deliver(
    user.confirmed_at === null ? confirmationInstructions(user, url) : loginInstructions(user, url),
  )
}
// #endregion deliver

/** Goes to the new address, which `user` carries already. In Phoenix: `deliver_update_email_instructions/2`. */
export function deliverUpdateEmailInstructions(
  { mailer }: Scope,
  { email }: User,
  url: string,
): Promise<Letter> {
  return mailer.deliver(
    letter(email, 'Update email instructions', [
      'You can change your email by visiting the URL below:',
      url,
      "If you didn't request this change, please ignore this.",
    ]),
  )
}

// What was changed by somebody else is noticed by whoever still reads these. Neither holds a link.

/** Goes to the address that was given up. */
export function deliverEmailChangedNotice({ mailer }: Scope, formerEmail: string): Promise<Letter> {
  return mailer.deliver(
    letter(formerEmail, 'Your email was changed', [
      'Your account has another email address now, and this one no longer opens it.',
      "If this wasn't you, tell us at once: somebody else may have your account.",
    ]),
  )
}

export function deliverPasswordChangedNotice({ mailer }: Scope, { email }: User): Promise<Letter> {
  return mailer.deliver(
    letter(email, 'Your password was changed', [
      'Your account has a new password, and every other device was logged out.',
      "If this wasn't you, log in by email and set another one: nobody else can read this mailbox.",
    ]),
  )
}

function confirmationInstructions({ email }: User, url: string): Letter {
  return letter(email, 'Confirmation instructions', [
    'You can confirm your account by visiting the URL below:',
    url,
    "If you didn't create an account with us, please ignore this.",
  ])
}

function loginInstructions({ email }: User, url: string): Letter {
  return letter(email, 'Log in instructions', [
    'You can log into your account by visiting the URL below:',
    url,
    "If you didn't request this email, please ignore this.",
  ])
}

const RULE = '=============================='

function letter(to: string, subject: string, paragraphs: readonly string[]): Letter {
  return { to, subject, text: [RULE, `Hi ${to},`, ...paragraphs, RULE].join('\n\n') }
}
