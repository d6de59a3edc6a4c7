/** One of many readers: reads, registers, is refused, logs in and out, looks behind it, and begins again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { TimedBrowser } from '../support/own-sockets.ts'

export interface Tell {
  /** Of each answer. */
  readonly answered: (status: number, milliseconds: number) => void
}

interface Reading {
  readonly origin: string
  readonly place: number
  /** How long somebody thinks before each act, in milliseconds, about. */
  readonly thinks: number
  readonly isOver: () => boolean
  readonly tell: Tell
}

const LESSON = '/lessons/persons/who-comes-in'
const PASSWORD = 'plums in a blue crate'
/** Of so many rounds one begins with a new sandbox, and one has a wrong password in it. */
const ROUNDS = 6

export class SoakReader {
  readonly #browser: TimedBrowser
  readonly #of: Reading
  readonly #left = new AbortController()
  /** Acts that were taken to their end. */
  acts = 0
  rounds = 0

  constructor(of: Reading) {
    this.#of = of
    this.#browser = new TimedBrowser(of.origin, of.tell.answered)
  }

  /** Goes on until it is over. */
  async read(): Promise<void> {
    await this.#browser.post('/sandbox/seeds', { name: 'nobody' })
    void this.#listen().catch(() => undefined)
    try {
      while (!this.#of.isOver()) {
        for (const act of this.#acts(this.rounds)) {
          // Nobody acts in step with the others.
          await sleep(this.#of.thinks * (0.5 + Math.random()))
          if (this.#of.isOver()) return
          await act()
          this.acts += 1
        }
        this.rounds += 1
      }
    } finally {
      this.#left.abort()
      this.#browser.leave()
    }
  }

  #acts(round: number): readonly (() => Promise<unknown>)[] {
    const browser = this.#browser
    const email = `reader${this.#of.place}-${round}@example.test`
    const isNth = (nth: number) => round % ROUNDS === nth
    return [
      ...(isNth(ROUNDS - 1) ? [() => browser.post('/sandbox/reset')] : []),
      () => browser.get(LESSON),
      () => browser.post('/users/register', { 'user[email]': 'no address' }),
      () => browser.post('/users/register', { 'user[email]': email }),
      () => browser.get('/sandbox/mailbox'),
      () => browser.post('/users/register', { 'user[email]': email }),
      () => this.#follow(),
      () => browser.get('/users/settings'),
      () =>
        browser.send('put', '/users/settings', {
          ...{ action: 'update_password', 'user[password]': PASSWORD },
        }),
      () => browser.get('/sandbox/tables'),
      () => browser.send('delete', '/users/log-out'),
      ...(isNth(1) ? [() => this.#logIn(email, 'pears in a red crate')] : []),
      () => this.#logIn(email, PASSWORD),
      () => browser.get('/scores'),
      () => browser.getJson('/sandbox/traces'),
      () => browser.post('/as/bo/users/log-in', { 'user[email]': email }),
      () => browser.get('/lessons'),
      () => browser.send('delete', '/users/log-out'),
    ]
  }

  #logIn(email: string, password: string) {
    return this.#browser.post('/users/log-in', { 'user[email]': email, 'user[password]': password })
  }

  async #follow(): Promise<void> {
    const token = await this.#browser.readToken().catch(() => null)
    // A mail that was refused is no link: the next round has another.
    if (token === null) return
    await this.#browser.get(`/users/log-in/${token}`)
    await this.#browser.post('/users/log-in?_action=confirmed', { 'user[token]': token })
  }

  /** Keeps the stream of a stage open, as a browser does. */
  async #listen(): Promise<void> {
    const { origin } = this.#of
    const headers = { cookie: this.#browser.cookies.header, accept: 'text/event-stream' }
    const { signal } = this.#left
    const stream = await fetch(`${origin}/sandbox/events`, { headers, signal })
    for await (const _ of stream.body ?? []) if (signal.aborted) return
  }
}
