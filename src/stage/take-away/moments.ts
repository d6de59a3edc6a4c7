import {
  FREE_STAGE,
  isPublic,
  momentAddress,
  momentHash,
  readMoment,
  runIn,
  stepAsked,
  stepInWords,
  type MomentStep,
} from '#course/moment-link.ts'
import { announce } from '#stage/answers/announce.ts'
import type { Sent } from '#stage/frame/stage-state.ts'
import type { GlassScrubber } from '#stage/scrubber/glass-scrubber.ts'
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
    if (!isPublic(step)) this.#leftOut += 1
    // A Run brings what it needs, so that the Runs before it can be left out.
    else if (isRun(step) && this.#sent.every(isRun)) this.#sent = [step]
    else this.#sent.push(step)
    this.offer()
    this.#goAlong()
  }

  /** Shows the button that copies a link, once there is something to link to. A new run brings a new one. */
  offer(): void {
    const button = this.#stage.querySelector<HTMLElement>('[data-link]')
    if (button) button.hidden = this.#sent.length === 0
  }

  /** Whoever says that the lesson misled them shows by what: the moment of the stage that was used last. */
  #goAlong(): void {
    const way = document.querySelector<HTMLAnchorElement>('a[href^="/misled"]')
    if (!way) return
    const { demo = '' } = this.#stage.dataset
    const hash = this.#sent.length > 0 ? momentHash({ demo, steps: this.#sent }) : null
    const { searchParams } = new URL(way.href)
    searchParams.delete('moment')
    if (hash !== null) searchParams.set('moment', hash.slice('#moment='.length))
    way.setAttribute('href', `${way.pathname}?${searchParams.toString()}`)
  }

  forget(): void {
    this.#sent = []
    this.#leftOut = 0
    this.offer()
    this.#goAlong()
  }

  /** Copies a link to what was sent so far. Answers with what to say of it. */
  async copy(): Promise<string> {
    const { demo = '' } = this.#stage.dataset
    const moment = { demo, steps: this.#sent }
    const address = momentAddress(moment, knownOf(this.#stage)) ?? momentHash(moment)
    if (!address) return 'That is more than a link holds. Reset the demo, and take fewer steps.'
    const left = this.#leftOut > 0 ? ' What was secret, or no part of the demo, is left out.' : ''
    const what = `Whoever opens it sees what it would send, and decides.${left}`
    const url = new URL(address, location.href)
    if (await copyText(url.href)) return `The link is copied. ${what}`
    history.replaceState(null, '', momentHash(moment))
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
    const fields =
      demo === FREE_STAGE
        ? ([['what', 'everything']] as const)
        : ([
            ['what', 'demo'],
            ['demo', demo],
          ] as const)
    if (!(await this.#take({ path: '/sandbox/reset', fields }))) return
    this.forget()
    // What comes after a step was written for what that step leaves behind.
    for (const step of steps) if (!(await this.#take(step))) return
    const at = stepAsked(new URLSearchParams(location.search))
    if (at !== null) await this.#lookAt(at)
  }

  /** Where whoever sent the link stood in the last run. */
  async #lookAt(step: number): Promise<void> {
    await import('#stage/scrubber/glass-scrubber.ts')
    const scrubber = this.#stage.querySelector<GlassScrubber>('glass-scrubber')
    await scrubber?.ready
    scrubber?.goTo(step)
  }

  #take({ path, fields }: MomentStep): Promise<boolean> {
    const body = new URLSearchParams(fields.map((field) => [...field]))
    body.append('_lesson', this.#stage.dataset.lesson ?? '')
    const persona = /^\/as\/([^/]+)/.exec(path)?.[1] ?? 'you'
    const [act, number] = runIn({ path, fields })
    const run = act === '' ? null : `${act}.${number}`
    return this.#send({ url: path, method: 'POST', body: body.toString(), persona, run })
  }

  #close(bar: HTMLElement): void {
    bar.hidden = true
    // A page that is loaded again does not ask again.
    history.replaceState(null, '', location.pathname + location.search)
  }
}

const isRun = (step: MomentStep) => runIn(step)[0] !== ''

/** How the run at hand ended, and the step at which its reader stands. */
function knownOf(stage: HTMLElement): Readonly<Partial<Record<'at' | 'end', string>>> {
  const kind = [...stage.querySelectorAll<HTMLElement>('.house-line')].at(-1)?.dataset.end
  const lit = [...stage.querySelectorAll<HTMLElement>('.house-floor.lit')].at(-1)
  const floor = stage.querySelector<HTMLElement>('.house-floor[data-end]') ?? lit
  const track = stage.querySelector('[data-track]')
  const isInside = track?.getAttribute('aria-valuenow') !== track?.getAttribute('aria-valuemax')
  const step = isInside && /\.(\d+)$/.exec(location.hash)?.[1]
  return {
    ...(step && { at: step }),
    ...(kind && floor && { end: `${kind}.${floor.dataset.floor}` }),
  }
}
