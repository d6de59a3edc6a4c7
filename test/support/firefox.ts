/**
 * A Firefox, driven by WebDriver BiDi over Node's own WebSocket: as much of it
 * as tests need of what a browser keeps, and shows again.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const USUAL_PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
]

/** The path of a Firefox on this machine, `FIREFOX_PATH` first, or `null`. */
export const findFirefox = (): string | null =>
  [process.env.FIREFOX_PATH, ...USUAL_PLACES].find((path) => path && existsSync(path)) ?? null

/** What a command answers, as far as it is read here. */
interface Result {
  readonly context?: string
  readonly userContext?: string
  readonly url?: string
  readonly type?: string
  readonly result?: { readonly value?: unknown }
  readonly exceptionDetails?: { readonly text: string }
}

interface Message {
  readonly id?: number
  readonly type: string
  readonly result?: Result
  readonly message?: string
}

interface Waiting {
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
}

export class Firefox {
  readonly #child: ChildProcess
  readonly #profile: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, Waiting>()
  #commands = 0

  private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
    this.#child = child
    this.#profile = profile
    this.#socket = socket
    socket.addEventListener('message', ({ data }) =>
      this.#take(JSON.parse(String(data)) as Message),
    )
  }

  /** Starts it without windows, with a profile that is thrown away. Close it when done. */
  static async start(path: string): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'glasshouse-firefox-'))
    const child = spawn(
      path,
      [
        '--headless',
        '--no-remote',
        '--profile',
        profile,
        '--remote-debugging-port=0',
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const socket = new WebSocket(`${await addressOf(child)}/session`)
    await once(socket, 'open')
    const firefox = new Firefox(child, profile, socket)
    await firefox.send('session.new', { capabilities: {} })
    return firefox
  }

  /** A page of somebody who has not been here before: with cookies of their own. */
  async newReader(): Promise<FirefoxPage> {
    const { userContext } = await this.send('browser.createUserContext')
    return this.newPage(userContext)
  }

  async newPage(userContext = 'default'): Promise<FirefoxPage> {
    const { context = '' } = await this.send('browsingContext.create', { type: 'tab', userContext })
    return new FirefoxPage(this, context, userContext)
  }

  send(method: string, params: object = {}): Promise<Result> {
    const id = (this.#commands += 1)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }

  async close(): Promise<void> {
    this.#socket.close()
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGKILL')
      await once(this.#child, 'exit')
    }
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  #take({ id, type, result = {}, message = type }: Message): void {
    // What has no number is an event, and none was asked for.
    const waiting = id === undefined ? undefined : this.#waiting.get(id)
    if (id === undefined || !waiting) return
    this.#waiting.delete(id)
    if (type === 'success') waiting.resolve(result)
    else waiting.reject(new Error(message))
  }
}

/** One tab. */
export class FirefoxPage {
  readonly #firefox: Firefox
  readonly #context: string
  readonly #userContext: string

  constructor(firefox: Firefox, context: string, userContext: string) {
    this.#firefox = firefox
    this.#context = context
    this.#userContext = userContext
  }

  /** Another tab of the same reader. */
  newTab(): Promise<FirefoxPage> {
    return this.#firefox.newPage(this.#userContext)
  }

  async goto(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { url, wait: 'complete' })
  }

  async goBack(): Promise<void> {
    await this.#send('browsingContext.traverseHistory', { delta: -1 })
  }

  /** What an expression is, in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, type, exceptionDetails } = await this.#send('script.evaluate', {
      ...{ expression, awaitPromise: true },
      target: { context: this.#context },
    })
    if (type === 'exception') throw new Error(exceptionDetails?.text)
    return result?.value
  }

  /** Types into a field and sends its form, as its button would. */
  async send(field: string, text: string): Promise<void> {
    const find = `document.querySelector(${JSON.stringify(field)})`
    await this.evaluate(`${find}.value = ${JSON.stringify(text)}`)
    await this.press(`${field.split(' ')[0]} button`)
  }

  async press(selector: string): Promise<void> {
    await this.evaluate(`void document.querySelector(${JSON.stringify(selector)}).click()`)
  }

  /** Waits until the page is at a path that ends so, and loaded. */
  untilAt(path: string): Promise<void> {
    return this.until(
      `document.readyState === 'complete' && location.pathname.endsWith(${JSON.stringify(path)})`,
    )
  }

  /** Waits until the page shows the text. */
  untilShows(text: string): Promise<void> {
    return this.until(`document.body.innerText.includes(${JSON.stringify(text)})`)
  }

  /** Waits until an expression is true in the page; the test's own time limit ends what never is. */
  async until(expression: string): Promise<void> {
    // On its way to another page there is none to ask.
    while ((await this.evaluate(expression).catch(() => false)) !== true) await sleep(50)
  }

  #send(method: string, params: object): Promise<Result> {
    return this.#firefox.send(method, { context: this.#context, ...params })
  }
}

/** Where it says that it listens. Throws with what it wrote when it ends before that. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let written = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      written += text
      const address = /WebDriver BiDi listening on (?<address>ws:\/\/\S+)/.exec(written)?.groups
      if (address?.address) resolve(address.address)
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`Firefox did not start. It wrote:\n${written}`)))
  })
}
