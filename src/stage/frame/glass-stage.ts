import { defineWithEdge } from '#stage/answers/edge.ts'
import { onStage } from 'virtual:glasshouse/paths'
import { forgetActNotes } from '#stage/act/act-notes.ts'
import { announce } from '#stage/answers/announce.ts'
import {
  fetchFragments,
  FragmentError,
  isLatest,
  piecesIn,
  place,
  say,
  type Fragments,
} from '#stage/answers/fragments.ts'
import { ownIds, ownLevels } from '#stage/answers/give-own-ids.ts'
import { tellSettled } from '#stage/answers/settled.ts'
import { VISITED } from '#stage/answers/visited.ts'
import type { Gone } from '#stage/live/glass-live.ts'
import type { Moments } from '#stage/take-away/moments.ts'
import { showAnswer } from '#stage/phone/folded.ts'
import { withMark } from '#visit/cookie-mark.ts'
import { failureIn, failureOf, keptNotice, noticeOf, resetNotice, type Failure } from './failure.ts'
import { fold } from './low-screen.ts'
import type { Notice } from './notice.ts'
import { sayUnder } from './notices.ts'
import { begins, isLook, linkPressed, sentByForm, sentByLink, showsTrace } from './pressed.ts'
import { sayStill, sentenceOf, showNoticeOf, showState, type Press } from './shown-state.ts'
import { IDLE, isActing, next, type Sent, type StageEvent, type StageState } from './stage-state.ts'
import { Tabs } from './tabs.ts'
import type { TabName } from './tabs-of.ts'
import { showBar } from './told-bar.ts'
import { focusOn, isBeingFilledIn, pageOf, Windows } from './windows.ts'

/** The word of a reset comes before the answer that brings its people their sessions. */
const AFTER_RESET = 300
/** An answer that comes sooner needs no word. */
const SLOW = 400
/** From then on its reader may give it up. */
const LONG = 5_000
const LOG_IN = '/users/log-in'

/**
 * The live half of a lesson. Its forms and links work without it; it sends
 * them in place, so that the answer appears beside the text.
 */
class GlassStage extends HTMLElement {
  #state: StageState = IDLE
  /** How many there were: an answer that was asked for before the last is not shown. */
  #acts = 0
  #stop: AbortController | null = null
  /** What is asked without an act, by where it will be shown. */
  readonly #looks = new Map<HTMLElement, AbortController>()
  /** What was pressed last, to be sent again. */
  #press: Press = { form: null, button: null }
  /** Then the browser was given a cookie, and must bring it. */
  #hasSandbox = false
  /** The reader ran something here, and looks at what came of it. */
  #hasOwnRun = false
  #tabs!: Tabs
  readonly #windows = new Windows(this)
  #moments: Promise<Moments> | null = null
  #afterAnswer = (): void => undefined

  connectedCallback(): void {
    this.#tabs = new Tabs(this)
    this.addEventListener('submit', (event) => void this.#submit(event))
    this.addEventListener('click', (event) => this.#follow(event))
    document.addEventListener('submit', (event) => this.#fromText(event))
    document.addEventListener('click', (event) => this.#fromText(event))
    this.addEventListener('glass-go', (event) => this.#go(event))
    this.addEventListener('glass-answer', (event) => this.#takeLive(event))
    this.addEventListener('glass-turn', ({ detail }: CustomEventInit<TabName>) =>
      this.#tabs.turn(detail ?? 'page'),
    )
    this.addEventListener('glass-source', (event) => void this.#showSource(event))
    this.addEventListener('glass-back', () => this.#goBack())
    addEventListener('online', () => this.#sendWaitingGet())
    addEventListener('hashchange', () => this.#openMoment())
    this.#beginWith()
    this.#openMoment()
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
    const { page, demo } = this.dataset
    // The first of them last: the bar is theirs.
    for (const window of this.#windows.all.toReversed()) {
      const { persona = 'you' } = window.dataset
      if (page) await this.#look(window, pageOf(this.dataset, persona), page)
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
    // A room that is entered meanwhile is looked at after the answer, as it is then.
    if (isActing(this.#state)) {
      if (where.matches('.stage-room')) this.#afterAnswer = () => void this.#look(where, url, opens)
      return
    }
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

  /** The sandbox began again elsewhere: what this one's own reader did is newer. */
  #reopen(): void {
    if (isActing(this.#state)) return
    const acts = this.#acts
    setTimeout(() => {
      if (this.#acts === acts) void this.#open()
    }, AFTER_RESET)
  }

  async #submit(event: SubmitEvent): Promise<void> {
    const { target: form, submitter } = event
    if (!(form instanceof HTMLFormElement)) return
    event.preventDefault()
    if (form.querySelector('[data-dull]')) return
    const persona = this.#windows.personaOf(form)
    const said = sentByForm(form, submitter, persona)
    const sent =
      form.dataset.byHand === undefined
        ? said
        : (await import('./by-hand-form.ts')).sentByHand(new URLSearchParams(said.body), persona)
    if (typeof sent === 'string') return say(form.closest('.stage-room') ?? this, sent)
    const button = submitter ?? form.querySelector('button')
    await this.#send(sent, { form, button })
  }

  #follow(event: MouseEvent): void {
    const { target } = event
    if (!(target instanceof Element)) return
    if (target.closest('[data-link]')) return void this.#copyLink()
    const link = linkPressed(event)
    if (!link) return
    const tab = link.dataset.tab as TabName | undefined
    const isSource = link.matches('.step-source a')
    if (tab === 'source' || isSource) event.preventDefault()
    if (tab === 'source') return this.#tabs.turn(tab)
    if (isSource) return void this.#showSource(event)
    if (!onStage.test(link.pathname)) return
    event.preventDefault()
    if (tab === 'page' && this.#tabs.current !== 'page') return this.#tabs.turn('page')
    if (link.dataset.actAs) return void this.#actAs(link.dataset.actAs)
    const url = link.pathname + link.search
    if (showsTrace(link)) return this.#showTrace(url)
    if (isLook(link)) return void this.#enter(url, tab === 'page')
    const sent = sentByLink(link, this.#windows.personaOf(link))
    void this.#send(sent, { form: link, button: link })
  }

  #showTrace(url: string): void {
    const shown = this.querySelector<HTMLElement>('glass-list')?.dataset.trace
    if (url.endsWith(`/${shown}`)) return
    // What was said of before, that an act began again, is over.
    this.#show(null)
    void this.#look(this, url)
  }

  /** The lines that made a step, in the tab Source. */
  async #showSource(event: Event): Promise<void> {
    const { turnToSource } = await import('./source-asked.ts')
    await turnToSource(this, event)
  }

  /** A room of the sandbox, or the act's own page anew. Looking is no run. */
  async #enter(url: string, isPage: boolean): Promise<void> {
    const tab = this.#tabs.of(url)
    this.#acts += 1
    if (isPage) return this.#open()
    this.#tabs.turn(tab)
    const panel = this.#tabs.panel(tab)
    // A prompt in use has variables that no server keeps.
    if (/\/console$/.test(url) && panel.querySelector('[data-stays]')) return
    await this.#look(panel, this.#windows.roomOf(url))
    this.#tabs.toTop()
    // What the shown run changed, or what was opened, is what one looks for.
    panel.querySelector('tr[data-mark], [data-opened]')?.scrollIntoView({ block: 'nearest' })
  }

  /** What was sent again from a lab is answered beside it, and the lab says what came of it. */
  async #lookAgain(tab: TabName): Promise<void> {
    const panel = this.#tabs.panel(tab)
    const hadFocus = panel.contains(document.activeElement)
    const url = panel.querySelector<HTMLElement>('[data-lab]')?.dataset.lab
    if (url) await this.#look(panel, url)
    if (hadFocus)
      panel.querySelector<HTMLElement>('[data-again] button')?.focus({ preventScroll: true })
  }

  /** How far a lab is scrolled that answers for itself: whoever presses one switch may press the next. */
  #scrolledIn(where: HTMLElement): number | null {
    const isSame = where.dataset.panel === this.#tabs.current && where.querySelector('.lab')
    return isSame ? this.querySelector('.stage-window')!.scrollTop : null
  }

  async #actAs(persona: string): Promise<void> {
    const window = this.#windows.giveTo(persona)
    this.#tabs.turn('page')
    await this.#look(window, pageOf(this.dataset, persona))
  }

  /** A step of this demo that stands in the text: it is taken here, as from one of the stage's own buttons. */
  #fromText(event: SubmitEvent | MouseEvent): void {
    const { target } = event
    if (!(target instanceof Element) || this.contains(target)) return
    if (!target.closest(`[data-stage-of="${this.dataset.demo}"]`)) return
    if (event instanceof SubmitEvent) void this.#submit(event)
    else this.#follow(event)
    // Where an act begins, its stage may still be half below the screen.
    if (event.defaultPrevented && sideBySide.matches) this.scrollIntoView({ block: 'nearest' })
  }

  /**
   * A live page inside the stage was sent elsewhere: it stays beside the text.
   * One that nobody had pressed anything on is looked at: an act that begins
   * elsewhere ends the sessions of before, and a request with such a cookie
   * would take away the one that the act is about to bring.
   */
  #go(event: Event): void {
    if (!(event instanceof CustomEvent) || !(event.target instanceof Element)) return
    event.preventDefault()
    const { href: url, isUnasked } = event.detail as Gone
    const persona = this.#windows.personaOf(event.target)
    if (isUnasked) void this.#look(this.#windows.of(persona), url)
    else void this.#send({ url, method: 'GET', body: '', persona, run: null })
  }

  /** What a live page inside was answered. */
  #takeLive(event: Event): void {
    if (!(event instanceof CustomEvent) || !(event.target instanceof HTMLElement)) return
    event.preventDefault()
    const window = event.target.closest<HTMLElement>('[data-persona]') ?? this
    this.#place(window, event.detail as Fragments)
  }

  /** Whether it was answered. One act at a time: a second press of a button is not a second wish. */
  async #send(sent: Sent, press: Press = { form: null, button: null }): Promise<boolean> {
    if (isActing(this.#state)) {
      sayStill(this, this.#state, this.#act)
      return false
    }
    for (const look of this.#looks.values()) look.abort()
    const act = (this.#acts += 1)
    const stop = (this.#stop = new AbortController())
    const timers = [
      setTimeout(() => this.#turn({ type: 'slow' }), SLOW),
      setTimeout(() => this.#turn({ type: 'long' }), LONG),
    ]
    this.#press = press
    this.#windows.sentAs(begins(sent) ? null : sent.persona)
    // A folded stage answers what was sent from its own form; a Run is answered under its button.
    this.toggleAttribute('data-free', sent.run === null)
    this.#turn({ type: 'press', sent })
    try {
      const address = this.#hasSandbox ? withMark(sent.url) : sent.url
      const body = new URLSearchParams(sent.body)
      const init = sent.method === 'POST' ? { method: 'POST', body } : {}
      const fragments = await fetchFragments(address, 'stage', { ...init, signal: stop.signal })
      isLatest(fragments)
      // Whoever has turned to a room meanwhile stays there.
      return this.#take(sent, fragments, { turns: act === this.#acts })
    } catch (error) {
      if (!(error instanceof FragmentError)) throw error
      const { refusal, message } = error
      const known = { ...refusal, sentence: message, cookieAsked: this.#hasSandbox }
      this.#fail(sent, failureOf(known))
      return false
    } finally {
      for (const timer of timers) clearTimeout(timer)
      const look = this.#afterAnswer
      this.#afterAnswer = () => undefined
      look()
    }
  }

  /** Puts an answer in its places. Whether it is one: a refusal can have pieces, too. */
  #take(sent: Sent, fragments: Fragments, { turns }: { readonly turns: boolean }): boolean {
    const where = this.#windows.whereOf(sent.persona, this.#press.form)
    const hadFocus = where.contains(document.activeElement)
    const heldBy = document.activeElement?.id
    const scrolled = this.#scrolledIn(where)
    const failure = failureIn(fragments, this.#hasSandbox)
    const isBeginning = begins(sent)
    // Whoever looks at the people sees who is there now; else the act's own page comes.
    const staysInRoom = sent.url === '/sandbox/seeds' && where.matches('.stage-room')
    const leads = isBeginning && !staysInRoom
    if (failure || leads) fragments.delete('page')
    if (failure) fragments.delete('flash')
    else this.#turn({ type: 'answered' })
    const lab = this.#press.form?.matches('[data-again]') ? this.#tabs.current : null
    const isRoom = where.matches('.stage-room') && !leads
    // What a line did is shown by house and list: whoever typed it goes on at the prompt.
    const isTyped = sent.run === null && fragments.path.startsWith('/sandbox/traces/')
    const isPage = lab === null && !isTyped && (where.dataset.persona !== undefined || leads)
    if (turns && isRoom) this.#tabs.turn(where.dataset.panel as TabName)
    else if (turns && isPage) this.#tabs.turn(leads ? this.#tabs.first : 'page')
    this.#place(leads ? this.#windows.of(sent.persona) : where, fragments)
    forgetActNotes(this, fragments, isBeginning && !failure)
    if (failure) {
      this.#fail(sent, failure)
      return false
    }
    const isCookieless = where.querySelector('[data-cookieless]') !== null
    const cookieless = isCookieless ? noticeOf({ kind: 'cookieless' }, HERE) : null
    if (cookieless) {
      this.#show(cookieless)
      void this.#showRecording(sent)
    }
    if (lab !== null) void this.#lookAgain(lab)
    else if (scrolled !== null) this.querySelector('.stage-window')!.scrollTop = scrolled
    else if (!isBeginning) this.#tabs.toTop()
    this.#remember(sent, isBeginning)
    sayUnder(sent.run, this.#press.form, cookieless?.short ?? '')
    if (sent.run !== null) tellSettled(sent.run)
    showAnswer(this, sent.run)
    if (!isBeginning) announce(this, sentenceOf(this))
    fold(this, this.#tabs.panel(isTyped ? this.#tabs.current : 'page'))
    if (hadFocus) focusOn(where, heldBy)
    return true
  }

  /** Whoever cannot act sees what was recorded; what broke is shown as far as it came. */
  #fail(sent: Sent, failure: Failure): void {
    this.#turn({ type: 'failed', failure })
    if (failure.kind === 'cookieless' || failure.kind === 'full') void this.#showRecording(sent)
    if (failure.kind === 'away') void this.#showKept(sent)
    if (failure.kind === 'broke' && this.#hasSandbox)
      void this.#look(this, `/sandbox/traces/newest?of=${this.dataset.demo}`)
  }

  async #showRecording({ run }: Sent): Promise<boolean> {
    if (run === null) return false
    const { showRecording } = await import('./show-recording.ts')
    return showRecording(this, run)
  }

  /** What this browser has kept of it, where no server is. */
  async #showKept(sent: Sent): Promise<void> {
    // A run of the reader’s own stays.
    if (this.#hasOwnRun) return
    const isShown = await this.#showRecording(sent).catch(() => false)
    if (isShown && this.#state.kind === 'failed') this.#show(keptNotice(navigator.onLine))
  }

  #remember(sent: Sent, isBeginning: boolean): void {
    const body = new URLSearchParams(sent.body)
    this.#hasOwnRun = !isBeginning && (this.#hasOwnRun || sent.method === 'POST')
    if (isBeginning) this.#begun(sent.url, body.get('what') ?? 'demo')
    else if (sent.method === 'POST')
      void this.#withMoments().then((moments) => moments.remember(sent.url, body))
  }

  #begun(url: string, what: string): void {
    void this.#moments?.then((moments) => moments.forget())
    void this.#open()
    if (url !== '/sandbox/reset') return
    const notice = resetNotice(what)
    this.#show(notice)
    announce(this, notice.parts.join(''))
  }

  /** Everything that a state shows is shown by this. */
  #turn(event: StageEvent): void {
    const before = this.#state
    const now = (this.#state = next(before, event))
    if (now !== before) showState(this, { before, now }, this.#press, this.#act)
  }

  #show(notice: Notice | null): void {
    showNoticeOf(this, notice, this.#act)
  }

  /** The button of a notice was pressed. */
  readonly #act = ({ action }: Notice): void => {
    switch (action?.does) {
      case 'stop':
        return this.#stop?.abort()
      case 'look':
        this.#show(null)
        return void this.#enter('/sandbox/traces', false)
      case 'undo': {
        const undo = { url: '/sandbox/undo', method: 'POST', body: '', persona: 'you', run: null }
        return void this.#send(undo as Sent)
      }
      case 'again':
      case 'go-on':
        return this.#again(action.does === 'go-on')
    }
  }

  #again(isFresh: boolean): void {
    if (this.#state.kind !== 'failed') return
    const { sent } = this.#state
    const body = isFresh ? `${sent.body}&_fresh=true` : sent.body
    void this.#send({ ...sent, body }, this.#press)
  }

  /** What only looks is looked at again as soon as there is a way. */
  #sendWaitingGet(): void {
    if (this.#state.kind !== 'failed' || this.#state.failure.kind !== 'away') return
    if (this.#state.sent.method === 'GET') this.#again(false)
  }

  /** Back from the list to what made it. An answer may have brought the same button anew. */
  #goBack(): void {
    const { form, button } = this.#press
    const action = form?.getAttribute('action')
    const run = form instanceof HTMLElement ? form.dataset.run : undefined
    const again =
      run === undefined
        ? action && this.querySelector(`form[action="${CSS.escape(action)}"] button`)
        : document.querySelector(`form[data-run="${CSS.escape(run)}"] button`)
    const target = button?.isConnected ? button : again
    if (target instanceof HTMLElement) target.focus()
  }

  #place(where: HTMLElement, fragments: Fragments): void {
    const own = piecesIn(fragments, 'window')
    for (const content of own.values()) {
      ownIds(content, where)
      ownLevels(content)
    }
    if (where !== this) place(own, where)
    place(piecesIn(fragments, 'stage'), this)
    place(piecesIn(fragments, 'text'), document)
    if (this.querySelector('glass-compare')) void import('#stage/compare/glass-compare.ts')
    if (where.querySelector('glass-lanes, glass-wall')) void import('#stage/race/lab-elements.ts')
    if (where.querySelector('glass-live[data-connect="load"]'))
      void import('#stage/live/glass-live.ts')
    if (showBar(this)) void this.#hear()
    void this.#moments?.then((moments) => moments.offer())
  }

  /** From now on there is a sandbox, which may say something on its own. */
  async #hear(): Promise<void> {
    this.#hasSandbox = true
    // Where the server is away there is no news; the next answer asks for it again.
    const news = await import('./news.ts').catch(() => null)
    news?.hearNews(this, { isActing: () => isActing(this.#state), reopen: () => this.#reopen() })
  }

  #openMoment(): void {
    if (location.hash.startsWith('#moment='))
      void this.#withMoments().then((moments) => moments.open())
  }

  async #copyLink(): Promise<void> {
    const sentence = await (await this.#withMoments()).copy()
    say(this.#windows.of('you'), sentence, 'info')
    announce(this, sentence)
  }

  /** Links to what was done here, which come with the first thing to link to. */
  #withMoments(): Promise<Moments> {
    return (this.#moments ??= import('#stage/take-away/moments.ts').then(
      ({ Moments }) => new Moments(this, (sent) => this.#send(sent)),
    ))
  }
}

const sideBySide = matchMedia('(min-width: 60.0625rem)')

/** For what depends on neither the time nor the connection. */
const HERE = { isOnline: true, now: 0 }

defineWithEdge('glass-stage', GlassStage)
