import { onStage } from 'virtual:glasshouse/paths'
import { formFields } from '#stage/answers/form-fields.ts'
import { fetchFragments, FragmentError, place, say, type Wanted } from '#stage/answers/fragments.ts'
import type { MomentStep } from '#course/moment-link.ts'
import { withMark } from '#visit/cookie-mark.ts'
import type { MailDelivered } from '#trace/stream-event.ts'
import { connect, listen } from '#stage/live/house-events.ts'
import { ownIds } from '#stage/answers/give-own-ids.ts'
import '#stage/list/glass-list.ts'
import '#stage/picture/glass-house.ts'
import { Moments } from '#stage/take-away/moments.ts'
import { markBusy, STILL_ANSWERING, Waiting, WAITING } from '#stage/answers/waiting.ts'

/** The word of a reset comes before the answer that brings its people their sessions. */
const AFTER_RESET = 300

/** What an answer changes beside the stage: questions and checks. */
const IN_THE_TEXT = /^(?:predict|check)-/

/**
 * The live half of a lesson. Its forms and links work without it; it sends
 * them in place, so that the answer appears beside the text.
 */
class GlassStage extends HTMLElement {
  #acting = false
  #acts = 0
  #opening: AbortController | null = null
  /** What was said of a new beginning. It outlives the demo's page, which opens after it. */
  #begun: Element | null = null
  /** Then the browser was given a cookie, and must bring it. */
  #hasSandbox = false
  readonly #waiting = new Waiting((isWaiting) => this.#showWaiting(isWaiting))
  /** What was said to somebody who pressed something else meanwhile. */
  #still: Element | null = null
  readonly #moments = new Moments(this, (steps) => this.#replay(steps))

  connectedCallback(): void {
    this.addEventListener('submit', (event) => this.#submit(event))
    this.addEventListener('click', (event) => this.#follow(event))
    document.addEventListener('submit', (event) => this.#fromText(event))
    document.addEventListener('click', (event) => this.#fromText(event))
    this.addEventListener('glass-go', (event) => this.#go(event))
    void this.#open()
    this.#moments.open()
    addEventListener('hashchange', () => this.#moments.open())
    listen(({ channel, type, data }) => {
      if (channel === 'sandbox' && type === 'reset') this.#reopen()
      if (channel === 'sandbox' && type === 'ended') this.#expire()
      if (channel === 'mailbox') this.#showMail(data)
    })
  }

  /** Shows the demo's page as each of its people sees it. Not an act of the reader, so it leaves no trace. */
  async #open(): Promise<void> {
    const { page, lesson } = this.dataset
    if (!page) return
    const query = lesson ? `?lesson=${lesson}` : ''
    for (const window of this.querySelectorAll<HTMLElement>('[data-persona]')) {
      const { persona = 'you' } = window.dataset
      const base = persona === 'you' ? '' : `/as/${persona}`
      await this.#show(window, base + page + query, 'frame')
    }
  }

  /** The sandbox began again, by another stage or in another tab: what this one's own reader did is newer. */
  #reopen(): void {
    if (this.#acting) return
    const acts = this.#acts
    setTimeout(() => {
      if (this.#acts === acts) void this.#open()
    }, AFTER_RESET)
  }

  #submit(event: SubmitEvent): void {
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    event.preventDefault()
    const body = formFields(form, event.submitter)
    const action = form.getAttribute('action') ?? location.pathname
    const begins = action === '/sandbox/reset' || 'begin' in form.dataset
    const window = this.#window(form)
    void this.#show(window, action, 'stage', { method: 'POST', body }).then(() => {
      if (!begins) return
      this.#moments.forget()
      this.#begun = window.querySelector('[data-part="flash"] > *')
      void this.#open()
    })
  }

  /** What a link to a moment would do, now that its reader wants it. */
  async #replay(steps: readonly MomentStep[]): Promise<void> {
    const { demo = '', lesson = '' } = this.dataset
    const send = (path: string, fields: readonly (readonly [string, string])[]) => {
      const body = new URLSearchParams(fields.map((field) => [...field]))
      body.append('_lesson', lesson)
      const persona = /^\/as\/([^/]+)/.exec(path)?.[1] ?? 'you'
      const window = this.querySelector<HTMLElement>(`[data-persona="${CSS.escape(persona)}"]`)
      return this.#show(window ?? this.#window(), path, 'stage', { method: 'POST', body })
    }
    await send('/sandbox/reset', [
      ['what', 'demo'],
      ['demo', demo],
    ])
    this.#moments.forget()
    for (const { path, fields } of steps) await send(path, fields)
  }

  async #copyLink(): Promise<void> {
    const sentence = await this.#moments.copy()
    say(this.#window(), sentence, 'info')
    this.#announce(sentence)
  }

  #follow(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('[data-link]'))
      return void this.#copyLink()
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const leaves = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0
    if (!link || leaves || link.origin !== location.origin || !onStage.test(link.pathname)) return
    event.preventDefault()
    void this.#show(this.#window(link), link.pathname + link.search, 'stage')
  }

  /** A step of this demo that stands in the text: it is taken here, as from one of the stage's own buttons. */
  #fromText(event: SubmitEvent | MouseEvent): void {
    const { target } = event
    if (!(target instanceof Element) || this.contains(target)) return
    if (!target.closest(`[data-stage-of="${this.dataset.demo}"]`)) return
    if (event instanceof SubmitEvent) this.#submit(event)
    else this.#follow(event)
    const { top, bottom } = this.getBoundingClientRect()
    // On a phone the stage may be far above its text.
    if (event.defaultPrevented && (bottom < 0 || top > innerHeight)) this.scrollIntoView()
  }

  /** A live page inside the stage was sent elsewhere: it stays beside the text. */
  #go(event: Event): void {
    if (!(event instanceof CustomEvent) || !(event.target instanceof Element)) return
    event.preventDefault()
    void this.#show(this.#window(event.target), String(event.detail), 'stage')
  }

  async #show(
    window: HTMLElement,
    url: string,
    wanted: Wanted,
    init: RequestInit = {},
  ): Promise<void> {
    // One act at a time: a second press of a button is not a second wish. But
    // a stage that is still opening gives way to its reader.
    if (this.#acting) return wanted === 'stage' ? this.#sayStill(window) : undefined
    this.#opening?.abort()
    const abort = new AbortController()
    if (wanted === 'frame') this.#opening = abort
    if (wanted === 'stage') this.#acts += 1
    this.#setActing(wanted === 'stage')
    const hadFocus = window.contains(document.activeElement)
    try {
      const address = this.#hasSandbox ? withMark(url) : url
      const fragments = await fetchFragments(address, wanted, { ...init, signal: abort.signal })
      if (wanted === 'frame' && (abort.signal.aborted || isBeingFilledIn(window))) return
      if (wanted === 'frame' && window.contains(this.#begun)) fragments.delete('flash')
      this.#place(window, fragments)
      this.#markWay(url)
      if (init.body instanceof URLSearchParams) this.#moments.remember(url, init.body)
      if (fragments.has('time-left')) {
        this.#hasSandbox = true
        connect()
      }
      if (wanted === 'stage')
        this.#announce(this.querySelector('.trace-summary')?.textContent ?? '')
      if (hadFocus) focusOn(window)
    } catch (error) {
      if (!(error instanceof FragmentError)) throw error
      // Opening quietly fails quietly: the page as it was built still works.
      if (wanted === 'stage') say(window, error.message)
    } finally {
      if (wanted === 'stage') this.#setActing(false)
    }
  }

  #setActing(acting: boolean): void {
    if (acting === this.#acting) return
    this.#acting = acting
    this.toggleAttribute('data-busy', acting)
    if (acting) return this.#waiting.begin()
    this.#waiting.end()
    this.#still?.remove()
    this.#still = null
  }

  #showWaiting(isWaiting: boolean): void {
    this.toggleAttribute('data-waiting', isWaiting)
    // Not the whole stage: what is busy need not be read out, and its live region is to be heard.
    markBusy(this.querySelectorAll('.stage-pages, .stage-trace'), isWaiting)
    if (isWaiting) return this.#still ? undefined : this.#announce(WAITING)
    const said = this.querySelector('[data-part="announce"]')?.textContent
    if (said === WAITING || said === STILL_ANSWERING) this.#announce('')
  }

  #sayStill(window: HTMLElement): void {
    say(window, STILL_ANSWERING, 'info')
    this.#still = window.querySelector('[data-part="flash"] > *')
    this.#announce(STILL_ANSWERING)
  }

  #place(window: HTMLElement, fragments: Map<string, DocumentFragment>): void {
    const own = new Map(
      [...fragments].filter(([target]) => target === 'page' || target === 'flash'),
    )
    const menu = new Map([...fragments].filter(([target]) => target === 'menu'))
    const rest = new Map([...fragments].filter(([target]) => !own.has(target) && !menu.has(target)))
    for (const content of own.values()) ownIds(content, window)
    place(own, window)
    place(rest, this)
    place(new Map([...rest].filter(([target]) => IN_THE_TEXT.test(target))), document)
    if (window.querySelector('glass-live[data-connect="load"]'))
      void import('#stage/live/glass-live.ts')
    // The page's own menu is that of one person: it does not follow several.
    if (this.querySelectorAll('[data-persona]').length === 1) place(menu, document)
  }

  /** Which of the ways in the bar leads to what is shown now: every page of the app is the demo's. */
  #markWay(url: string): void {
    const [path = ''] = url.replace(/^\/as\/[\w-]+/, '').split('?')
    const ways = [...this.querySelectorAll<HTMLAnchorElement>('.stage-ways a')]
    const isHere = ({ pathname }: HTMLAnchorElement) => `${path}/`.startsWith(`${pathname}/`)
    const longest = ways.filter(isHere).toSorted((a, b) => b.pathname.length - a.pathname.length)[0]
    const isInside = path.startsWith('/sandbox')
    const way = isInside ? longest : ways.find(({ pathname }) => pathname === this.dataset.page)
    // Tables and mails need the width that the house has beside a form.
    this.toggleAttribute('data-wide', isInside)
    for (const each of ways) {
      if (each === way) each.setAttribute('aria-current', 'page')
      else each.removeAttribute('aria-current')
    }
  }

  /** One polite sentence for those who cannot see the house. */
  #announce(sentence: string): void {
    const announce = this.querySelector('[data-part="announce"]')
    if (announce) announce.textContent = sentence
  }

  /** Mail arrived, perhaps by the hand of another tab. */
  #showMail({ id, to, subject, count }: MailDelivered): void {
    for (const part of this.querySelectorAll('[data-part="mailbox-count"]'))
      part.textContent = String(count)
    const mail = this.querySelector<HTMLTemplateElement>('[data-new-mail]')?.content.cloneNode(true)
    if (!(mail instanceof DocumentFragment)) return
    for (const [name, text] of Object.entries({ to, subject })) {
      const part = mail.querySelector(`[data-mail="${name}"]`)
      if (part) part.textContent = text
    }
    mail.querySelector('a')?.setAttribute('href', `/sandbox/mailbox/${id}`)
    this.querySelector('[data-part="new-mail"]')?.replaceChildren(mail)
    // After an act of this stage's own reader, the summary of its trace says so as well.
    if (!this.#acting) this.#announce(`A mail has come to ${to}: ${subject}`)
  }

  /** The sandbox is gone. What was typed stays where it is: the next act says what became of it. */
  #expire(): void {
    for (const part of this.querySelectorAll('[data-part="time-left"]'))
      part.textContent = 'is over: your next action makes a fresh one'
  }

  /** The window of the person whose form or link this is. */
  #window(inside: Element | null = null): HTMLElement {
    const as = inside?.closest<HTMLElement>('[data-as]')?.dataset.as
    return (
      inside?.closest<HTMLElement>('[data-persona]') ??
      this.querySelector<HTMLElement>(`[data-persona="${as ?? ''}"]`) ??
      this.querySelector<HTMLElement>('[data-persona]') ??
      this
    )
  }
}

/** Whether the reader is typing, or has typed something that is not sent yet. */
function isBeingFilledIn(window: HTMLElement): boolean {
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement && window.contains(activeElement)) return true
  return [...window.querySelectorAll('input')].some(
    ({ value, defaultValue }) => value !== defaultValue,
  )
}

/** What was focused is gone with the old page: go to what needs attention, or to the page's heading. */
function focusOn(window: HTMLElement): void {
  const wrong = window.querySelector<HTMLElement>('[aria-invalid="true"]')
  const title = window.querySelector<HTMLElement>('.page-title')
  if (title) title.tabIndex = -1
  const target = wrong ?? title
  target?.focus({ preventScroll: true })
}

customElements.define('glass-stage', GlassStage)
