/**
 * Tests of cookies, and of what depends on them. They run against a server
 * whose address is plain http, and once more against one whose address is
 * https: cookies have another name there, and other attributes.
 */
export const ON_BOTH_ORIGINS = [
  'test/requests/log-in.test.ts',
  'test/requests/magic-link.test.ts',
  'test/requests/no-cookie.test.ts',
  'test/requests/people.test.ts',
  'test/requests/progress.test.ts',
  'test/requests/seeds.test.ts',
  'test/requests/session-lifetimes.test.ts',
  'test/requests/sessions-of-a-page.test.ts',
  'test/requests/settings-password.test.ts',
  'test/requests/settings-sessions.test.ts',
  'test/security/cookies.test.ts',
  'test/security/session-lifetimes.test.ts',
  'test/security/sessions.test.ts',
]
