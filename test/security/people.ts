/** What people do again and again in these tests, over HTTP. */
import { HttpBrowser, type Answer } from '../support/http-browser.ts'
import { siteCookie } from '../support/site-cookies.ts'

export const ANA = 'ana@example.test'
export const BO = 'bo@example.test'
export const PASSWORD = 'plums in a blue crate'

/** A browser whose person has registered and logged in. */
export async function loggedIn(email = ANA): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn(email)
  return browser
}

/** The same, with a password to log in by. */
export async function withPassword(password = PASSWORD, email = ANA): Promise<HttpBrowser> {
  const browser = await loggedIn(email)
  const { status } = await changePassword(browser, { 'user[password]': password })
  if (status !== 303) throw new Error(`Setting the password was answered with ${status}.`)
  return browser
}

export const changePassword = (
  browser: HttpBrowser,
  fields: Record<string, string>,
): Promise<Answer> =>
  browser.send('put', '/users/settings', { action: 'update_password', ...fields })

export const changeEmail = (browser: HttpBrowser, email: string): Promise<Answer> =>
  browser.send('put', '/users/settings', { action: 'update_email', 'user[email]': email })

export const logInByPassword = (
  browser: HttpBrowser,
  password: string,
  email = ANA,
): Promise<Answer> =>
  browser.post('/users/log-in', { 'user[email]': email, 'user[password]': password })

/** Whether this password opens the account, in a browser of its own. */
export const opens = async (browser: HttpBrowser, password: string, email = ANA) =>
  (await logInByPassword(browser.sibling(), password, email)).status === 303

export const userOf = async (browser: HttpBrowser) => (await browser.getJson('/')).json.scope.user

/** Asks for a magic link, and answers its token. */
export async function magicLink(browser: HttpBrowser, email = ANA): Promise<string> {
  await browser.sibling().post('/users/log-in', { 'user[email]': email })
  return browser.readToken()
}

/** Another tab of the same browser, with the cookies as they are now. */
export function tabOf(browser: HttpBrowser): HttpBrowser {
  const tab = new HttpBrowser(browser.origin)
  for (const [name, value] of browser.cookies) tab.cookies.set(name, value)
  return tab
}

/** The line that sets a cookie, or `undefined`. */
export const cookieIn = ({ headers }: Pick<Answer, 'headers'>, name: string) =>
  headers.getSetCookie().find((line) => line.startsWith(`${siteCookie(name)}=`))

/** Twenty at the same moment. */
export const twentyTimes = <Value>(fn: (index: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: 20 }, (_, index) => fn(index)))
