import {
  isPublic,
  momentHash,
  readMoment,
  stepInWords,
  type MomentStep,
} from '#course/moment-link.ts'
import { announce } from '#stage/answers/announce.ts'
import type { Sent } from '#stage/frame/stage-state.ts'
import { copyText } from './copy-text.ts'

/** Sends it as a press on the stage does. Whether it was answered. */
type Send = (sent: Sent) => Promise<boolean>

/**
 * Links to moments of one stage: what its reader has sent so far, for a link
 * of theirs, and what a link that they came by would send.
 */
export class Moments {
  readonly #stage: HTMLElement
  readonly #send: Send
  #sent: MomentStep[] = []
  #leftOut = 0

  constructor(stage: HTMLElement, send: Send) {
    this.#stage = stage
    this.#send = send
  }

  /** Shows what the address at hand asks for, and does nothing of it. */
  open(): void {
    const read = readMoment(location.hash)
    if (!read) return
    const stages = [...document.querySelectorAll<HTMLElement>('glass-stage')]
    const meant = read.ok && stages.find(({ dataset }) => dataset.demo === read.moment.demo)
    if ((meant || stages[0]) !== this.#stage) return
    if (!read.ok) this.#show(read.sentence)
    else if (!meant) this.#show('This link is to a demo that is not in this lesson.')
    else {
      const { steps } = read.moment
      const count = steps.length === 1 ? 'one step' : `these ${steps.length} steps`
      this.#show(`You came by a link. Run starts this demo afresh and sends ${count}:`, steps)
    }
  }

  remember(path: string, body: URLSearchParams): void {
    const step = { path, fields: [...body].filter(([name]) => name !== '_lesson') }
    if (isPublic(step)) this.#sent.push(step)
    else this.#leftOut += 1
    this.offer()
  }

  /** Shows the button that copies a link, once there is something to link to. A new run brings a new one. */
  offer(): void {
    const button = this.#stage.querySelector<HTMLElement>('[data-link]')
    if (button) button.hidden = this.#sent.length === 0
  }

  forget(): void {
    this.#sent = []
    this.#leftOut = 0
    this.offer()
  }

  /** Copies a link to what was sent so far. Answers with what to say of it. */
  async copy(): Promise<string> {
    const { demo = '' } = this.#stage.dataset
    const hash = momentHash({ demo, steps: this.#sent })
    if (!hash) return 'That is more than a link holds. Reset the demo, and take fewer steps.'
    const left = this.#leftOut > 0 ? ' What was secret, or no part of the demo, is left out.' : ''
    const what = `Whoever opens it sees what it would send, and decides.${left}`
    const url = new URL(hash, location.href)
    if (await copyText(url.href)) return `The link is copied. ${what}`
    history.replaceState(null, '', url)
    return `The link stands in the address of this page. ${what}`
  }

  #show(sentence: string, steps: readonly MomentStep[] = []): void {
    const bar = this.#stage.querySelector<HTMLElement>('.stage-moment')
    if (!bar) return
    const part = (name: string) => bar.querySelector<HTMLElement>(`[data-moment="${name}"]`)!
    part('says').textContent = sentence
    part('steps').replaceChildren(
      ...steps.map((step) => {
        const item = document.createElement('li')
        item.textContent = stepInWords(step)
        return item
      }),
    )
    part('run').hidden = steps.length === 0
    part('run').onclick = () => {
      this.#close(bar)
      void this.#replay(steps)
    }
    part('leave').onclick = () => this.#close(bar)
    bar.hidden = false
    bar.scrollIntoView({ block: 'nearest' })
    announce(this.#stage, sentence)
  }

  /** What a link to a moment would do, now that its reader wants it. */
  async #replay(steps: readonly MomentStep[]): Promise<void> {
    const { demo = '' } = this.#stage.dataset
    const fields = [
      ['what', 'demo'],
      ['demo', demo],
    ] as const
    if (!(await this.#take({ path: '/sandbox/reset', fields }))) return
    this.forget()
    // What comes after a step was written for what that step leaves behind.
    for (const step of steps) if (!(await this.#take(step))) return
  }

  #take({ path, fields }: MomentStep): Promise<boolean> {
    const body = new URLSearchParams(fields.map((field) => [...field]))
    body.append('_lesson', this.#stage.dataset.lesson ?? '')
    const persona = /^\/as\/([^/]+)/.exec(path)?.[1] ?? 'you'
    return this.#send({ url: path, method: 'POST', body: body.toString(), persona, run: null })
  }

  #close(bar: HTMLElement): void {
    bar.hidden = true
    // A page that is loaded again does not ask again.
    history.replaceState(null, '', location.pathname + location.search)
  }
}
