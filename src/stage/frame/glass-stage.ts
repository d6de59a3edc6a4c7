import { onStage } from 'virtual:glasshouse/paths'
import { formFields } from '#stage/answers/form-fields.ts'
import {
  fetchFragments,
  FragmentError,
  piecesIn,
  place,
  say,
  type Fragments,
} from '#stage/answers/fragments.ts'
import type { MomentStep } from '#course/moment-link.ts'
import { withMark } from '#visit/cookie-mark.ts'
import type { MailDelivered } from '#trace/stream-event.ts'
import { pathFor } from '#http/links.ts'
import { fieldsByHand, isPathHere, NO_PATH } from '#levers/by-hand.ts'
import { connect, listen } from '#stage/live/house-events.ts'
import { ownIds } from '#stage/answers/give-own-ids.ts'
import { forgetActNotes } from '#stage/act/act-notes.ts'
import '#stage/list/glass-list.ts'
import { answerSource } from './source-asked.ts'
import '#stage/picture/glass-house.ts'
import { showAnswer, showDock } from '#stage/phone/folded.ts'
import { Moments } from '#stage/take-away/moments.ts'
import { tellSettled } from '#stage/answers/settled.ts'
import { VISITED } from '#stage/answers/visited.ts'
import { markBusy, WAITING } from '#stage/answers/waiting.ts'
import { failureOf, noticeOf, resetNotice, stillWaiting, waitingNotice } from './failure.ts'
import { closeMenus } from './menus.ts'
import type { Notice } from './notice.ts'
import { dullUntil, sayUnder, showNotice } from './notices.ts'
import { IDLE, isActing, next, type Sent, type StageEvent, type StageState } from './stage-state.ts'
import { Tabs } from './tabs.ts'
import { tabOf, type TabName } from './tabs-of.ts'

/** The word of a reset comes before the answer that brings its people their sessions. */
const AFTER_RESET = 300
/** An answer that comes sooner needs no word. */
const SLOW = 400
/** From then on its reader may give it up. */
const LONG = 5_000

/** These begin again: what they lead to is the page of the act. */
const BEGINNINGS = /^\/sandbox\/(?:reset|undo|seeds)$/
const LOG_IN = '/users/log-in'
/** What shows other runs in place of the one at hand. */
const TRACE = /^\/sandbox\/(?:traces\/[\w-]+|runs\/\d+\/with\/[\w.-]+)$/

/**
 * The live half of a lesson. Its forms and links work without it; it sends
 * them in place, so that the answer appears beside the text.
 */
class GlassStage extends HTMLElement {
  #state: StageState = IDLE
  #acts = 0
  #stop: AbortController | null = null
  /** What is asked without an act, by where it will be shown. */
  readonly #looks = new Map<HTMLElement, AbortController>()
  /** What was sent last, to be sent again. */
  #form: Element | null = null
  /** The button or the link of it. */
  #pressed: Element | null = null
  /** Then the browser was given a cookie, and must bring it. */
  #hasSandbox = false
  /** How long a server may rest, as the bar said last. */
  #hours = 24
  #tabs!: Tabs
  readonly #moments = new Moments(this, (steps) => this.#replay(steps))

  connectedCallback(): void {
    answerSource(this)
    this.#tabs = new Tabs(this)
    closeMenus(this)
    this.addEventListener('submit', (event) => this.#submit(event))
    this.addEventListener('click', (event) => this.#follow(event))
    document.addEventListener('submit', (event) => this.#fromText(event))
    document.addEventListener('click', (event) => this.#fromText(event))
    this.addEventListener('glass-go', (event) => this.#go(event))
    this.addEventListener('glass-turn', ({ detail }: CustomEventInit<TabName>) =>
      this.#tabs.turn(detail ?? 'page'),
    )
    this.addEventListener('keydown', (event) => this.#help(event))
    this.addEventListener('glass-back', () => this.#goBack())
    this.querySelector('.stage-unfold')?.addEventListener('click', () => this.#unfold())
    addEventListener('online', () => this.#sendWaitingGet())
    this.#beginWith()
    this.#moments.open()
    addEventListener('hashchange', () => this.#moments.open())
    listen(({ channel, type, data }) => {
      if (channel === 'sandbox' && type === 'reset') this.#reopen()
      if (channel === 'sandbox' && type === 'ended') this.#expire()
      if (channel === 'mailbox') this.#showMail(data)
    })
  }

  /** What was built for everybody is right for whoever is new; the others find what they left. */
  #beginWith(): void {
    const isKnown = document.querySelector('[data-known]') !== null
    if (isKnown || this.dataset.bare !== undefined) return void this.#open(true)
    addEventListener(VISITED, () => {
      if (this.#acts === 0) void this.#open(true)
    })
  }

  /** Shows the demo's page as each of its people sees it, which is no act of the reader, and what they did last. */
  async #open(withRuns = false): Promise<void> {
    const { page, lesson, demo } = this.dataset
    // The first of them last: the bar is theirs.
    for (const window of [...this.querySelectorAll<HTMLElement>('[data-persona]')].reverse()) {
      const { persona = 'you' } = window.dataset
      const base = persona === 'you' ? '' : `/as/${persona}`
      if (page) await this.#look(window, base + page + (lesson ? `?lesson=${lesson}` : ''), page)
    }
    // A link to a run brings that run.
    if (withRuns && this.#hasSandbox && demo && !location.hash.startsWith('#run-'))
      await this.#look(this, `/sandbox/traces/newest?of=${demo}`)
  }

  /**
   * Asks without a trace, and fails quietly: what was there still works. A page
   * that is for somebody is there once its act has begun: until then its place
   * says so, and shows no form to log in.
   */
  async #look(where: HTMLElement, url: string, opens = LOG_IN): Promise<void> {
    if (isActing(this.#state)) return
    this.#looks.get(where)?.abort()
    const abort = new AbortController()
    this.#looks.set(where, abort)
    const acts = this.#acts
    try {
      const fragments = await fetchFragments(url, 'frame', { signal: abort.signal })
      if (abort.signal.aborted || acts !== this.#acts) return
      if (where.dataset.persona !== undefined && isBeingFilledIn(where)) return
      const isTurnedAway = fragments.path.endsWith(LOG_IN) && opens !== LOG_IN
      if (isTurnedAway) for (const name of ['page', 'flash']) fragments.delete(name)
      this.#place(where, fragments)
    } catch (error) {
      if (!(error instanceof FragmentError)) throw error
      if (where.matches('.stage-room') && !abort.signal.aborted) say(where, error.message)
    }
  }

  /** The sandbox began again, by another stage or in another tab: what this one's own reader did is newer. */
  #reopen(): void {
    if (isActing(this.#state)) return
    const acts = this.#acts
    setTimeout(() => {
      if (this.#acts === acts) void this.#open()
    }, AFTER_RESET)
  }

  #submit(event: SubmitEvent): void {
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    event.preventDefault()
    if (form.querySelector('[data-dull]')) return
    const fields = formFields(form, event.submitter)
    const isByHand = form.dataset.byHand !== undefined
    const persona = this.#personaOf(form)
    if (isByHand && !isPathHere(fields.get('path') ?? '/'))
      return say(form.closest('.stage-room') ?? this, NO_PATH)
    const action = form.getAttribute('action') ?? location.pathname
    const asked = isByHand
      ? byHand(fields, persona)
      : { url: action, method: 'POST' as const, fields }
    const { url, method } = asked
    const run = form.dataset.run ?? fields.get('_step')
    const body = asked.fields.toString()
    void this.#send({ url, method, body, persona, run }, form, event.submitter)
  }

  /** What a link to a moment would do, now that its reader wants it. */
  async #replay(steps: readonly MomentStep[]): Promise<void> {
    const { demo = '', lesson = '' } = this.dataset
    const send = (url: string, fields: readonly (readonly [string, string])[]) => {
      const body = new URLSearchParams(fields.map((field) => [...field]))
      body.append('_lesson', lesson)
      const persona = /^\/as\/([^/]+)/.exec(url)?.[1] ?? 'you'
      return this.#send({ url, method: 'POST', body: body.toString(), persona, run: null })
    }
    const hasBegun = await send('/sandbox/reset', [
      ['what', 'demo'],
      ['demo', demo],
    ])
    if (!hasBegun) return
    this.#moments.forget()
    // What comes after a step was written for what that step leaves behind.
    for (const { path, fields } of steps) if (!(await send(path, fields))) return
  }

  async #copyLink(): Promise<void> {
    const sentence = await this.#moments.copy()
    say(this.#window('you'), sentence, 'info')
    this.#announce(sentence)
  }

  #follow(event: MouseEvent): void {
    const { target } = event
    if (!(target instanceof Element)) return
    if (target.closest('[data-link]')) return void this.#copyLink()
    const link = target.closest('a')
    const leaves = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0
    if (!link || leaves || link.origin !== location.origin) return
    const tab = link.dataset.tab as TabName | undefined
    if (tab === 'source') event.preventDefault()
    if (tab === 'source') return this.#tabs.turn(tab)
    if (!onStage.test(link.pathname)) return
    event.preventDefault()
    const url = link.pathname + link.search
    if (tab === 'page' && this.#tabs.current !== 'page') return this.#tabs.turn('page')
    if (link.dataset.actAs) return void this.#actAs(link.dataset.actAs)
    const isRoom = tabOf(url) !== 'page'
    if (TRACE.test(link.pathname)) return this.#showTrace(url)
    if (isRoom || tab) return void this.#enter(url, tab === 'page')
    const run = link.dataset.run ?? link.search.match(/[?&]step=([^&]+)/)?.[1] ?? null
    void this.#send({ url, method: 'GET', body: '', persona: this.#personaOf(link), run }, link)
  }

  #showTrace(url: string): void {
    const shown = this.querySelector<HTMLElement>('glass-list')?.dataset.trace
    if (!url.endsWith(`/${shown}`)) void this.#look(this, url)
  }

  /** A room of the sandbox, or the act's own page anew. Looking is no run. */
  async #enter(url: string, isPage: boolean): Promise<void> {
    const tab = tabOf(url)
    this.#acts += 1
    if (isPage) return this.#open()
    this.#tabs.turn(tab)
    const panel = this.#tabs.panel(tab)
    await this.#look(panel, url)
    this.#tabs.toTop()
    // What the shown run changed is what one looks for.
    panel.querySelector('tr[data-mark]')?.scrollIntoView({ block: 'nearest' })
  }

  /** Whoever has a window of their own is shown there; the only window there is changes hands. */
  async #actAs(persona: string): Promise<void> {
    const windows = [...this.querySelectorAll<HTMLElement>('[data-persona]')]
    const own = windows.find(({ dataset }) => dataset.persona === persona)
    const window = own ?? windows[0]
    if (!window) return
    window.dataset.persona = persona
    this.#tabs.turn('page')
    const { page = '/', lesson } = this.dataset
    const base = persona === 'you' ? '' : `/as/${persona}`
    await this.#look(window, base + page + (lesson ? `?lesson=${lesson}` : ''))
  }

  /** A step of this demo that stands in the text: it is taken here, as from one of the stage's own buttons. */
  #fromText(event: SubmitEvent | MouseEvent): void {
    const { target } = event
    if (!(target instanceof Element) || this.contains(target)) return
    if (!target.closest(`[data-stage-of="${this.dataset.demo}"]`)) return
    if (event instanceof SubmitEvent) this.#submit(event)
    else this.#follow(event)
    // Where an act begins, its stage may still be half below the screen.
    if (event.defaultPrevented && sideBySide.matches) this.scrollIntoView({ block: 'nearest' })
  }

  /** A live page inside the stage was sent elsewhere: it stays beside the text. */
  #go(event: Event): void {
    if (!(event instanceof CustomEvent) || !(event.target instanceof Element)) return
    event.preventDefault()
    const persona = this.#personaOf(event.target)
    void this.#send({ url: String(event.detail), method: 'GET', body: '', persona, run: null })
  }

  /** Whether it was answered. */
  async #send(
    sent: Sent,
    form: Element | null = null,
    pressed: Element | null = form,
  ): Promise<boolean> {
    // One act at a time: a second press of a button is not a second wish.
    if (isActing(this.#state)) {
      this.#sayStill()
      return false
    }
    for (const look of this.#looks.values()) look.abort()
    this.#acts += 1
    const stop = (this.#stop = new AbortController())
    const timers = [
      setTimeout(() => this.#turn({ type: 'slow' }), SLOW),
      setTimeout(() => this.#turn({ type: 'long' }), LONG),
    ]
    this.#form = form
    this.#pressed = pressed
    // A folded stage answers what was sent from its own form; a Run is answered under its button.
    this.toggleAttribute('data-free', sent.run === null)
    this.#turn({ type: 'press', sent })
    const { method, url, body, run } = sent
    const where = this.#whereOf(sent, form)
    const hadFocus = where.contains(document.activeElement)
    try {
      const address = this.#hasSandbox ? withMark(url) : url
      const init = method === 'POST' ? { method, body: new URLSearchParams(body) } : {}
      const fragments = await fetchFragments(address, 'stage', { ...init, signal: stop.signal })
      const failure = this.#failureIn(fragments)
      const begins = BEGINNINGS.test(url)
      // Whoever looks at the people sees who is there now; else the act's own page comes.
      const staysInRoom = url === '/sandbox/seeds' && where.matches('.stage-room')
      const leads = begins && !staysInRoom
      if (failure || leads) fragments.delete('page')
      if (failure) fragments.delete('flash')
      if (!failure) this.#turn({ type: 'answered' })
      if (where.dataset.persona !== undefined || leads) this.#tabs.turn('page')
      this.#place(leads ? this.#window(sent.persona) : where, fragments)
      forgetActNotes(fragments, begins && !failure)
      if (failure) {
        this.#turn({ type: 'failed', failure })
        return false
      }
      const isCookieless = where.querySelector('[data-cookieless]') !== null
      const cookieless = isCookieless ? noticeOf({ kind: 'cookieless' }, HERE) : null
      if (cookieless) this.#show(cookieless)
      if (!begins) this.#tabs.toTop()
      if (method === 'POST') this.#moments.remember(url, new URLSearchParams(body))
      if (begins) this.#begun(url, new URLSearchParams(body).get('what') ?? 'demo')
      sayUnder(run, form, cookieless?.short ?? '')
      if (run !== null) tellSettled(run)
      showAnswer(this, run)
      this.#announce(begins ? '' : this.#sentence)
      this.#fold()
      if (hadFocus) focusOn(where)
      return true
    } catch (error) {
      if (!(error instanceof FragmentError)) throw error
      const { refusal, message } = error
      const known = { ...refusal, sentence: message, cookieAsked: this.#hasSandbox }
      this.#turn({ type: 'failed', failure: failureOf(known) })
      return false
    } finally {
      for (const timer of timers) clearTimeout(timer)
    }
  }

  /** An answer that has pieces can be a refusal all the same. What a form refuses is an answer. */
  #failureIn({ status, seconds }: Fragments) {
    if (status !== 410 && status !== 429 && status !== 503 && status !== 400) return null
    if (status === 400 && !this.#hasSandbox) return null
    const known = { status, seconds, why: 'answered', requestId: null, sentence: '' } as const
    return failureOf({ ...known, cookieAsked: this.#hasSandbox })
  }

  #begun(url: string, what: string): void {
    this.#moments.forget()
    void this.#open()
    if (url !== '/sandbox/reset') return
    this.#show(resetNotice(what))
    this.#announce(resetNotice(what).parts.join(''))
  }

  /** Everything that a state shows is shown here. */
  #turn(event: StageEvent): void {
    const before = this.#state
    const state = (this.#state = next(before, event))
    if (state === before) return
    this.toggleAttribute('data-busy', isActing(state))
    this.toggleAttribute('data-waiting', state.kind === 'waiting')
    const button = this.#button
    if (button) markBusy([button], isActing(state))
    // Not the whole stage: what is busy need not be read out, and its live region is to be heard.
    markBusy(this.querySelectorAll('.stage-pages, .stage-trace'), state.kind === 'waiting')
    if (state.kind === 'waiting') {
      if (before.kind === 'sending') this.#announce(WAITING)
      return this.#say(state.sent, waitingNotice(state.mayStop))
    }
    if (state.kind === 'failed') {
      const surroundings = {
        isOnline: navigator.onLine,
        now: Date.now(),
        start: this.dataset.start,
        hours: this.#hours,
      }
      const notice = noticeOf(state.failure, surroundings)
      this.#say(state.sent, notice)
      this.#announce(notice.parts.join('') + ` ${notice.below}`)
      if (state.failure.kind === 'limited' && button instanceof HTMLElement)
        dullUntil(button, state.failure.seconds)
      return
    }
    this.#show(null)
  }

  /** What was pressed last. Sent by a key of its field, a form has its first button pressed. */
  get #button(): Element | null {
    return this.#pressed ?? this.#form?.querySelector('button') ?? null
  }

  /** Back from the list to what made it. An answer may have brought the same button anew. */
  #goBack(): void {
    const button = this.#button
    const action = this.#form?.getAttribute('action')
    const run = this.#form instanceof HTMLElement ? this.#form.dataset.run : undefined
    const again =
      run === undefined
        ? action && this.querySelector(`form[action="${CSS.escape(action)}"] button`)
        : document.querySelector(`form[data-run="${CSS.escape(run)}"] button`)
    const target = button?.isConnected ? button : again
    if (target instanceof HTMLElement) target.focus()
  }

  #say({ run }: Sent, notice: Notice): void {
    this.#show(notice)
    sayUnder(run, this.#form, notice.short)
  }

  #show(notice: Notice | null): void {
    showNotice(this, notice, () => this.#act(notice))
  }

  #act(notice: Notice | null): void {
    const does = notice?.action?.does
    if (does === 'stop') return this.#stop?.abort()
    if (does === 'look') {
      this.#show(null)
      return void this.#enter('/sandbox/traces', false)
    }
    if (does === 'undo')
      return void this.#send({
        ...{ url: '/sandbox/undo', method: 'POST', body: '', persona: 'you', run: null },
      })
    if (this.#state.kind !== 'failed') return
    const { sent } = this.#state
    const fresh = does === 'go-on' ? `${sent.body}&_fresh=true` : sent.body
    void this.#send({ ...sent, body: fresh }, this.#form, this.#pressed)
  }

  /** What only looks is looked at again as soon as there is a way. */
  #sendWaitingGet(): void {
    if (this.#state.kind !== 'failed' || this.#state.failure.kind !== 'away') return
    if (this.#state.sent.method === 'GET')
      void this.#send(this.#state.sent, this.#form, this.#pressed)
  }

  #sayStill(): void {
    if (!isActing(this.#state) || this.#state.kind === 'idle' || this.#state.kind === 'failed')
      return
    const sentence = stillWaiting(this.#state.sent.persona)
    const still = {
      ...waitingNotice(this.#state.kind === 'waiting' && this.#state.mayStop),
      below: sentence,
    }
    this.#show(still)
    this.#announce(sentence)
  }

  #place(where: HTMLElement, fragments: Fragments): void {
    const own = piecesIn(fragments, 'window')
    for (const content of own.values()) ownIds(content, where)
    if (where !== this) place(own, where)
    const rest = piecesIn(fragments, 'stage')
    place(rest, this)
    place(piecesIn(fragments, 'text'), document)
    if (rest.has('list')) void import('#stage/take-away/glass-copy.ts')
    if (this.querySelector('glass-compare')) void import('#stage/compare/glass-compare.ts')
    this.#showBar()
    this.#moments.offer()
    if (where.querySelector('glass-live[data-connect="load"]'))
      void import('#stage/live/glass-live.ts')
  }

  /** What the bar was told, where else it is said: the mails by their tab, the time on the gable. */
  #showBar(): void {
    const {
      left,
      mails = '0',
      newMail,
    } = this.querySelector<HTMLElement>('[data-bar]')?.dataset ?? {}
    const sign = this.querySelector('[data-time-left]')
    if (left && sign) {
      sign.textContent = left
      this.#hours = Number.parseInt(left)
      this.#hasSandbox = true
      connect()
    }
    this.#count(Number(mails), newMail !== undefined)
    showDock(this)
  }

  #count(mails: number, isNew: boolean): void {
    const count = this.querySelector<HTMLElement>('[data-count]')
    if (!count) return
    count.textContent = String(mails)
    count.toggleAttribute('data-none', mails === 0)
    count.dataset.new = String(isNew)
  }

  /** One polite sentence for those who cannot see the house. */
  #announce(sentence: string): void {
    const announce = this.querySelector('[data-part="announce"]')
    if (announce) announce.textContent = sentence
  }

  get #sentence(): string {
    const part = (name: string) =>
      this.querySelector(`[data-part="strip"] .${name}`)
        ?.textContent.trim()
        .replaceAll(/\s+/g, ' ') ?? ''
    return `${part('strip-sentence')} ${part('strip-below')}`.trim()
  }

  /** On a low screen the page becomes one line, so that the trace has its room. */
  #fold(): void {
    const stage = this.querySelector<HTMLElement>('.stage')!
    stage.toggleAttribute('data-folded', true)
    stage.removeAttribute('data-unfolded')
    const button = this.querySelector<HTMLElement>('.stage-unfold')
    if (!button) return
    const panel = this.#tabs.panel('page')
    const said = panel.querySelector('.field-errors li > span, .flash, .flash-error')
    const title = panel.querySelector('.page-title')?.textContent.trim() ?? 'The page'
    button.textContent = [`▸ ${title}`, said?.textContent.trim()].filter(Boolean).join(' · ')
    button.hidden = false
    // The list has another height now.
    this.querySelector('glass-list')?.dispatchEvent(
      new CustomEvent('glass-light', { detail: null }),
    )
  }

  #unfold(): void {
    const stage = this.querySelector<HTMLElement>('.stage')!
    stage.removeAttribute('data-folded')
    stage.toggleAttribute('data-unfolded', true)
  }

  #help(event: KeyboardEvent): void {
    if (event.key !== '?' || event.target instanceof HTMLInputElement) return
    if (event.target instanceof HTMLTextAreaElement) return
    this.#announce(KEYS)
    say(this.#tabs.panel('page'), KEYS, 'info')
  }

  /** Mail arrived, perhaps by the hand of another tab. */
  #showMail({ to, subject, count }: MailDelivered): void {
    this.#count(count, true)
    // After an act of this stage's own reader, the sentence of its trace says so as well.
    if (!isActing(this.#state)) this.#announce(`A mail has come to ${to}: ${subject}`)
  }

  /** The sandbox is gone. What was typed stays where it is: the next act says what became of it. */
  #expire(): void {
    const sign = this.querySelector('[data-time-left]')
    if (sign) sign.textContent = 'is over: your next action makes a fresh one'
  }

  #personaOf(inside: Element): string {
    const as = inside.closest<HTMLElement>('[data-as]')?.dataset.as
    return as ?? inside.closest<HTMLElement>('[data-persona]')?.dataset.persona ?? this.#first
  }

  get #first(): string {
    return this.querySelector<HTMLElement>('[data-persona]')?.dataset.persona ?? 'you'
  }

  #whereOf({ persona }: Sent, form: Element | null): HTMLElement {
    const room = form?.closest<HTMLElement>('.stage-room')
    const isOfApp = form instanceof HTMLAnchorElement && tabOf(form.pathname) === 'page'
    const isByHand = form?.matches('[data-by-hand]')
    return room && !isOfApp && !isByHand ? room : this.#window(persona)
  }

  /** The window of a person. */
  #window(persona: string): HTMLElement {
    return (
      this.querySelector<HTMLElement>(`[data-persona="${CSS.escape(persona)}"]`) ??
      this.querySelector<HTMLElement>('[data-persona]') ??
      this
    )
  }
}

const sideBySide = matchMedia('(min-width: 60.0625rem)')

/** For what depends on neither the time nor the connection. */
const HERE = { isOnline: true, now: 0 }

const KEYS =
  'Keys: arrows walk along tabs, floors and steps, and along the track. Enter opens a step, s shows its source, e what the text says of it. Comma and period step through the run. Escape lets go of all that. Tab goes on.'

/** What a form for any request says. */
function byHand(said: URLSearchParams, persona: string) {
  const method = said.get('method') ?? 'POST'
  const path = pathFor(persona, said.get('path') ?? '/')
  const fields = new URLSearchParams(
    fieldsByHand(said.get('fields') ?? '').map((field) => [...field]),
  )
  if (method === 'GET')
    return { url: fields.size > 0 ? `${path}?${fields}` : path, method: 'GET' as const, fields }
  if (method !== 'POST') fields.set('_method', method.toLowerCase())
  return { url: path, method: 'POST' as const, fields }
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
