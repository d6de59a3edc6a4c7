import { readSetCookie } from '#http/cookies.ts'

/** The cookies of one browser, by name, as far as HTTP goes. */
export class CookieJar extends Map<string, string> {
  /** A jar with what a request brought along. */
  static of(header: string | null): CookieJar {
    const jar = new CookieJar()
    for (const pair of (header ?? '').split(';')) {
      const at = pair.indexOf('=')
      if (at > 0) jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
    }
    return jar
  }

  /** What a request says of them: empty when there are none. */
  get header(): string {
    return [...this].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Keeps what an answer sets, and forgets what it takes back. */
  keep({ headers }: Pick<Response, 'headers'>): void {
    for (const { name, value, maxAge } of headers.getSetCookie().map(readSetCookie)) {
      if (maxAge === 0) this.delete(name)
      else this.set(name, value)
    }
  }
}
