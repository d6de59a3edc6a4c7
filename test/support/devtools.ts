/**
 * A Chromium that is spoken to in its own protocol. Playwright takes it for the
 * end of a page when the process of one of its frames ends.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './browser.ts'

type Answer = Readonly<Record<string, unknown>>

const LONGEST = 60_000

export class DevTools {
  readonly #socket: WebSocket
  readonly #end: () => void
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  /** The sessions of frames that have a process of their own, the newest last. */
  readonly frames: string[] = []
  #sent = 0
  #page = ''

  private constructor(socket: WebSocket, end: () => void) {
    this.#socket = socket
    this.#end = end
    socket.addEventListener('message', ({ data }) => {
      const { id, result, method, params } = JSON.parse(String(data)) as {
        readonly id?: number
        readonly result?: Answer
        readonly method?: string
        readonly params?: { readonly sessionId: string; readonly targetInfo?: { type: string } }
      }
      if (id !== undefined) this.#waiting.get(id)?.(result ?? {})
      if (method === 'Target.attachedToTarget' && params?.targetInfo?.type === 'iframe')
        this.frames.push(params.sessionId)
    })
  }

  /** Starts a browser with one page. */
  static async open(address: string): Promise<DevTools> {
    const profile = mkdtempSync(join(tmpdir(), 'glasshouse-devtools-'))
    const flags = [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'],
      // As a browser with windows has it by itself: a frame of another origin has its own process.
      '--site-per-process',
    ]
    const browser = spawn(findChromium()!, [...flags, `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const url = await new Promise<string>((resolve) => {
      let said = ''
      browser.stderr.on('data', (chunk) => {
        said += String(chunk)
        const found = /ws:\/\/\S+/.exec(said)?.[0]
        if (found) resolve(found)
      })
    })
    const socket = new WebSocket(url)
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    const tools = new DevTools(socket, () => {
      browser.once('exit', () => rmSync(profile, { recursive: true, force: true }))
      browser.kill()
    })
    const { targetId } = await tools.send('Target.createTarget', { url: address })
    const { sessionId } = await tools.send('Target.attachToTarget', { targetId, flatten: true })
    tools.#page = String(sessionId)
    const attach = { autoAttach: true, flatten: true, waitForDebuggerOnStart: false }
    await tools.send('Target.setAutoAttach', attach, tools.#page)
    return tools
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Answer> {
    this.#sent += 1
    const id = this.#sent
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    })
  }

  /** What an expression comes to in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const options = { expression, awaitPromise: true, returnByValue: true }
    const { result } = await this.send('Runtime.evaluate', options, this.#page)
    return (result as { readonly value?: unknown } | undefined)?.value
  }

  /** Waits until an expression is true in the page. */
  async until(expression: string): Promise<void> {
    const end = Date.now() + LONGEST
    while (!(await this.evaluate(expression))) {
      if (Date.now() > end) throw new Error(`It did not come true in the page: ${expression}`)
      await new Promise((wait) => setTimeout(wait, 50))
    }
  }

  /** Types a text where the page has its focus. */
  type = (text: string) => this.send('Input.insertText', { text }, this.#page)

  close(): void {
    this.#socket.close()
    this.#end()
  }
}
