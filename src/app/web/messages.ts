/** What the app tells its users on the next page. In Phoenix: the texts given to `put_flash/3`. */
import { defineMessages } from '#http/messages.ts'
import { realAddressWarning as warning } from './real-address.ts'

export const messages = defineMessages({
  registered: {
    kind: 'info',
    text: (email) => `An email was sent to ${email}, please access it to confirm your account.`,
    warning,
  },
  link_requested: {
    kind: 'info',
    text: () =>
      'If your email is in our system, you will receive instructions for logging in shortly.',
    warning,
  },
  confirmed: { kind: 'info', text: () => 'User confirmed successfully.' },
  welcome_back: { kind: 'info', text: () => 'Welcome back!' },
  logged_out: { kind: 'info', text: () => 'Logged out successfully.' },
  link_invalid: { kind: 'error', text: () => 'The link is invalid or it has expired.' },
  magic_link_invalid: { kind: 'error', text: () => 'Magic link is invalid or it has expired.' },
  invalid_credentials: { kind: 'error', text: () => 'Invalid email or password' },
  must_log_in: { kind: 'error', text: () => 'You must log in to access this page.' },
  must_reauthenticate: {
    kind: 'error',
    text: () => 'You must re-authenticate to access this page.',
  },
  email_change_requested: {
    kind: 'info',
    text: () => 'A link to confirm your email change has been sent to the new address.',
    warning,
  },
  email_changed: { kind: 'info', text: () => 'Email changed successfully.' },
  email_change_invalid: {
    kind: 'error',
    text: () => 'Email change link is invalid or it has expired.',
  },
  password_updated: { kind: 'info', text: () => 'Password updated successfully.' },
  session_ended: { kind: 'info', text: () => 'That session is over.' },
  other_sessions_ended: { kind: 'info', text: () => 'Every other session is over.' },
  logged_out_everywhere: { kind: 'info', text: () => 'You are logged out everywhere.' },
  api_token_revoked: { kind: 'info', text: () => 'That token opens nothing any more.' },
  score_created: { kind: 'info', text: () => 'Score created successfully.' },
  score_updated: { kind: 'info', text: () => 'Score updated successfully.' },
  score_deleted: { kind: 'info', text: () => 'Score deleted successfully.' },
  organization_created: { kind: 'info', text: () => 'Organization created successfully.' },
  member_added: {
    kind: 'info',
    text: (email) => `${email || 'Your member'} is a member now.`,
    warning,
  },
})
