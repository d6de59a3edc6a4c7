/**
 * The page's half of the room in which a reader's code runs. The room is a
 * frame without an origin, and in it a worker: the frame can be taken away,
 * and the worker ended, whatever runs. What comes out of it is believed in
 * nothing: it is counted, and looked at before it is used.
 */
import { readMessage, type FromWorker, type ToWorker } from './messages.ts'
import type { Stopped } from './stopped.ts'

/** How a task ended. */
export type Ended =
  | { readonly how: 'done'; readonly value: unknown }
  | { readonly how: 'threw'; readonly name: string; readonly message: string }
  /** The worker is gone, and its variables with it. */
  | { readonly how: 'stopped'; readonly why: Stopped }

/** Answers what the code asks of the page. What it answers has to be plain data. */
export type AnswerCall = (name: string, args: readonly unknown[]) => Promise<unknown>

interface Limits {
  /** For one task, in milliseconds. */
  readonly patience: number
  /** Of one task. */
  readonly calls: number
}

const USUAL: Limits = { patience: 10_000, calls: 50 }

const ADDRESS = '/console/frame'
const PING_EVERY = 250
/** How long a worker may be silent: it loops, or its memory is full. */
const SILENCE = 2_000
/** A frame that does not even answer this has lost its process. */
const FRAME_SILENCE = 1_000
const START_WITHIN = 8_000
const MESSAGES_A_SECOND = 1_000

interface Running {
  readonly id: number
  readonly end: (ended: Ended) => void
  readonly startedAt: number
  calls: number
}

/** There is no room for code in this browser. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError'
}

export class CodeFrame {
  readonly #textOfWorker: () => Promise<string>
  readonly #answer: AnswerCall
  readonly #limits: Limits
  #frame: HTMLIFrameElement | null = null
  #port: MessagePort | null = null
  #running: Running | null = null
  #tasks = 0
  #pinging: ReturnType<typeof setInterval> | undefined
  #heardAt = 0
  #lookedAt = 0
  #messages = { since: 0, count: 0 }

  constructor(
    textOfWorker: () => Promise<string>,
    {
      answer = () => Promise.reject(new TypeError('Nobody answers here.')),
      ...limits
    }: Partial<Limits> & { readonly answer?: AnswerCall } = {},
  ) {
    this.#textOfWorker = textOfWorker
    this.#answer = answer
    this.#limits = { ...USUAL, ...limits }
  }

  /** Makes the room before it is needed. Throws a `NoRoomError` where there can be none. */
  async open(): Promise<void> {
    if (this.#port) return
    const text = await this.#textOfWorker()
    const frame = (this.#frame ??= await this.#makeFrame())
    const { port1, port2 } = new MessageChannel()
    const isUp = this.#hears(port1, 'up')
    frame.contentWindow?.postMessage({ type: 'start', text }, '*', [port2])
    if (!(await isUp)) throw this.#noRoom()
    this.#port = port1
    port1.onmessage = ({ data }: MessageEvent<unknown>) => this.#hear(data)
  }

  /** Runs one task; a second one waits for nobody and is refused. */
  async run(task: unknown): Promise<Ended> {
    if (this.#running) throw new TypeError('CodeFrame: one task at a time. Wait, or stop it.')
    await this.open()
    const id = (this.#tasks += 1)
    return new Promise((resolve) => {
      const end = (ended: Ended) => {
        clearInterval(this.#pinging)
        this.#running = null
        resolve(ended)
      }
      const now = performance.now()
      this.#running = { id, end, startedAt: now, calls: 0 }
      this.#heardAt = this.#lookedAt = now
      this.#pinging = setInterval(() => this.#look(), PING_EVERY)
      this.#tell({ type: 'run', id, task })
    })
  }

  /** Ends what runs, and all that it knew. */
  stop(why: Stopped = 'asked'): void {
    this.#port?.close()
    this.#port = null
    void this.#endWorker()
    this.#running?.end({ how: 'stopped', why })
  }

  /** Ends it for good. */
  close(): void {
    this.stop()
    this.#removeFrame()
  }

  #tell(message: ToWorker): void {
    this.#port?.postMessage(message)
  }

  #hear(said: unknown): void {
    const now = performance.now()
    if (now - this.#messages.since > 1_000) this.#messages = { since: now, count: 0 }
    this.#messages.count += 1
    if (this.#messages.count > MESSAGES_A_SECOND) return this.stop('flood')
    const message = readMessage(said)
    if (message?.type === 'pong') this.#heardAt = now
    else if (message) this.#take(message)
  }

  #take(message: FromWorker): void {
    const running = this.#running
    if (!running) return
    if (message.type === 'call') {
      running.calls += 1
      if (running.calls > this.#limits.calls) return this.stop('calls')
      return void this.#call(message.call, message.name, message.args)
    }
    if (message.type !== 'done' && message.type !== 'threw') return
    // An answer to a task of before, or made up.
    if (message.id !== running.id) return
    const { id: _, type: how, ...what } = message
    running.end({ how, ...what } as Ended)
  }

  async #call(call: number, name: string, args: readonly unknown[]): Promise<void> {
    const port = this.#port
    const answer = await this.#answer(name, args)
    // Whoever asked may have been ended meanwhile.
    if (port === this.#port) this.#tell({ type: 'answer', call, answer })
  }

  /** Whether it is still there. */
  #look(): void {
    const now = performance.now()
    // The page itself has slept: what it did not hear says nothing.
    if (now - this.#lookedAt > SILENCE / 2) this.#heardAt = now
    this.#lookedAt = now
    if (now - this.#heardAt > SILENCE) return this.stop('silent')
    const running = this.#running
    if (running && now - running.startedAt > this.#limits.patience) return this.stop('late')
    this.#tell({ type: 'ping' })
  }

  async #makeFrame(): Promise<HTMLIFrameElement> {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.hidden = true
    frame.title = 'Where your code runs'
    const isReady = this.#frameSays(frame, 'ready', START_WITHIN)
    frame.src = ADDRESS
    document.body.append(frame)
    if (await isReady) return frame
    frame.remove()
    throw this.#noRoom()
  }

  async #endWorker(): Promise<void> {
    const frame = this.#frame
    if (!frame) return
    this.#frame = null
    const isStopped = this.#frameSays(frame, 'stopped', FRAME_SILENCE)
    frame.contentWindow?.postMessage({ type: 'stop' }, '*')
    await isStopped
    // One that has ended a worker may have been left with its memory: the next one is made anew.
    frame.remove()
  }

  #removeFrame(): void {
    this.#frame?.remove()
    this.#frame = null
  }

  #noRoom(): NoRoomError {
    this.#removeFrame()
    return new NoRoomError('Your browser keeps code from running here.')
  }

  /** Whether the frame says this, and in time. */
  #frameSays(frame: HTMLIFrameElement, type: string, within: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isSaid: boolean) => {
        clearTimeout(timer)
        removeEventListener('message', hear)
        resolve(isSaid)
      }
      const hear = ({ source, data }: MessageEvent<unknown>) => {
        if (source !== frame.contentWindow || typeof data !== 'object' || data === null) return
        if ('type' in data && data.type === type) settle(true)
      }
      const timer = setTimeout(() => settle(false), within)
      addEventListener('message', hear)
    })
  }

  /** Whether the worker says this, and in time. */
  #hears(port: MessagePort, type: string): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), START_WITHIN)
      port.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (readMessage(data)?.type !== type) return
        clearTimeout(timer)
        resolve(true)
      }
    })
  }
}
