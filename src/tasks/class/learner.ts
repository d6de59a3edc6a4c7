/** One learner of a rehearsal: a browser as far as HTTP goes, who reads lessons and presses what can be pressed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CookieJar } from '#course/cookie-jar.ts'

export interface Answered {
  readonly status: number
  readonly milliseconds: number
}

interface Pressed {
  readonly action: string
  readonly fields: URLSearchParams
}

export interface Class {
  readonly origin: string
  /** The lessons that are read, as their addresses. */
  readonly lessons: readonly string[]
  /** How long a learner thinks before each press, in milliseconds, about. */
  readonly thinks: number
  readonly signal: AbortSignal
}

export class Learner {
  readonly #class: Class
  readonly #jar = new CookieJar()
  /** All that was answered so far. */
  readonly answers: Answered[] = []
  /** Pressed so far. */
  runs = 0

  constructor(of: Class) {
    this.#class = of
  }

  /** Reads each lesson, and takes each step of each of its acts once. Resolves when the last is done. */
  async study(): Promise<void> {
    for (const lesson of this.#class.lessons) {
      const page = await this.#open(lesson)
      for (const { action, fields } of runsOn(page)) {
        // Nobody presses in step with the others.
        await sleep(this.#class.thinks * (0.5 + Math.random()))
        await this.#ask(action, fields)
        this.runs += 1
        // From its first sandbox on, a browser holds the stream of its stage.
        if (this.runs === 1) void this.#listen().catch(() => undefined)
      }
    }
  }

  /** Opens each lesson, and presses nothing. */
  async read(): Promise<void> {
    for (const lesson of this.#class.lessons) await this.#open(lesson)
  }

  /** The page of a lesson, with what it asks for by itself. */
  async #open(lesson: string): Promise<string> {
    const page = await this.#ask(lesson)
    await this.#ask(`/fragments/progress?lesson=${lesson.replace('/lessons/', '')}`)
    return page
  }

  /** Keeps the stream of a stage open, as a browser does, until the class is over. */
  async #listen(): Promise<void> {
    const { origin, signal } = this.#class
    const headers = { cookie: this.#jar.header, accept: 'text/event-stream' }
    const stream = await fetch(`${origin}/sandbox/events`, { headers, signal })
    for await (const _ of stream.body ?? []) if (signal.aborted) return
  }

  async #ask(path: string, fields?: URLSearchParams): Promise<string> {
    const { origin, signal } = this.#class
    const began = performance.now()
    const response = await fetch(origin + path, {
      redirect: 'manual',
      signal,
      headers: { cookie: this.#jar.header, origin },
      ...(fields && { method: 'POST', body: fields }),
    })
    const text = await response.text()
    this.#jar.keep(response)
    this.answers.push({ status: response.status, milliseconds: performance.now() - began })
    const location = response.headers.get('location')
    // A browser goes where it is sent.
    return location !== null && isRedirect(response) ? this.#ask(pathOf(location, origin)) : text
  }
}

const isRedirect = ({ status }: Response) => status >= 300 && status < 400

function pathOf(location: string, origin: string): string {
  const { pathname, search } = new URL(location, origin)
  return pathname + search
}

/**
 * What the Run buttons of a lesson’s page send, each once, in their order.
 *
 * @example
 * runsOn('<form action="/acts"><input name="act" value="ana-comes-in"></form>').map(({ action }) => action)
 * // => ['/acts']
 */
export function runsOn(page: string): readonly Pressed[] {
  const forms = [...page.matchAll(/<form\b(?<attributes>[^>]*)>(?<inside>.*?)<\/form>/gs)]
  const found = new Map<string, Pressed>()
  for (const { groups: { attributes = '', inside = '' } = {} } of forms) {
    if (valueOf(attributes, 'action') !== '/acts') continue
    const named = [...inside.matchAll(/<(?:input|button)\b(?<attributes>[^>]*)>/g)]
    const fields = new URLSearchParams()
    for (const { groups } of named) {
      const name = valueOf(groups?.['attributes'] ?? '', 'name')
      if (name !== null) fields.set(name, valueOf(groups?.['attributes'] ?? '', 'value') ?? '')
    }
    found.set(fields.toString(), { action: '/acts', fields })
  }
  return [...found.values()]
}

function valueOf(attributes: string, name: string): string | null {
  const found = new RegExp(String.raw`(?:^|\s)${name}="(?<value>[^"]*)"`).exec(attributes)
  return found?.groups?.['value']?.replaceAll('&amp;', '&') ?? null
}
