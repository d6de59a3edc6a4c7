/** Somebody who plays a demo: sends what a stage sends, keeps cookies, reads the traces. */
import type { Trace } from '#trace/trace-step.ts'
import { CookieJar } from './cookie-jar.ts'

type Fields = Readonly<Record<string, string>>

interface Asked {
  readonly headers?: Fields
  readonly fields?: Fields
}

export class Reader {
  readonly #origin: string
  readonly #cookies = new CookieJar()

  constructor(origin: string) {
    this.#origin = origin
  }

  /** Sends what a stage would, and follows where it is led. Answers the trace of the act itself. */
  async act(path: string, fields?: Fields): Promise<Trace> {
    const response = await this.#send(path, {
      headers: { 'glasshouse-fragment': 'stage' },
      ...(fields && { fields }),
    })
    await response.text()
    const { traces } = await this.json<{ traces: { id: string }[] }>('/sandbox/traces')
    const [newest] = traces
    if (!newest) throw new Error(`${path} was answered ${response.status} and left no trace.`)
    const { trace } = await this.json<{ trace: Trace }>(`/sandbox/traces/${newest.id}`)
    const location = response.headers.get('location')
    if (location) await this.open(location)
    return trace
  }

  /** Opens a page on the stage. Answers its HTML. */
  async open(path: string): Promise<string> {
    const response = await this.#send(path, { headers: { 'glasshouse-fragment': 'stage' } })
    const text = await response.text()
    const location = response.headers.get('location')
    return location ? this.open(location) : text
  }

  async json<Value>(path: string): Promise<Value> {
    const response = await this.#send(path, { headers: { accept: 'application/json' } })
    if (!response.ok) throw new Error(`${path} was answered ${response.status}.`)
    return (await response.json()) as Value
  }

  /** The path of the link in the newest mail. */
  async linkOfNewestMail(): Promise<string> {
    const { mails } = await this.json<{ mails: { id: string }[] }>('/sandbox/mailbox')
    const [newest] = mails
    if (!newest) throw new Error('There is no mail to open. Send something that makes one first.')
    const { mail } = await this.json<{ mail: { text: string } }>(`/sandbox/mailbox/${newest.id}`)
    const link = /https?:\/\/\S+/.exec(mail.text)?.[0]
    if (!link) throw new Error('The newest mail holds no link.')
    return new URL(link).pathname
  }

  async #send(path: string, { headers = {}, fields }: Asked): Promise<Response> {
    const response = await fetch(this.#origin + path, {
      redirect: 'manual',
      headers: { ...headers, cookie: this.#cookies.header, origin: this.#origin },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    })
    this.#cookies.keep(response)
    return response
  }
}
