import { announce } from '#stage/answers/announce.ts'

/** A link to one of the reader’s own runs, `#run-2`: shows it, or says that it is gone. */
const GONE = 'The run that this link names is gone. Your server keeps the last eight of an act.'

interface Runs {
  readonly act: string | null
  readonly runs: readonly { readonly number: number; readonly trace: string | null }[]
}

async function openRun(number: number): Promise<void> {
  const answer = await fetch('/sandbox/runs', { headers: { accept: 'application/json' } })
  // Our own server has written it.
  const { act, runs } = (await answer.json()) as Runs
  await customElements.whenDefined('glass-stage')
  const stage =
    document.querySelector(`glass-stage[data-demo="${CSS.escape(act ?? '')}"]`) ??
    document.querySelector('glass-stage')
  const trace = runs.find((run) => run.number === number)?.trace
  if (!stage) return
  if (trace) return show(stage, `/sandbox/traces/${trace}`)
  // Not where a page keeps its flash: the page that opens just now would take its place.
  const said = Object.assign(document.createElement('p'), { className: 'flash', textContent: GONE })
  stage.querySelector('.stage-window')?.prepend(said)
  announce(stage, GONE)
}

/** As a press of a link in the stage. */
function show(stage: Element, href: string): void {
  const link = Object.assign(document.createElement('a'), { href, hidden: true })
  stage.append(link)
  link.click()
  link.remove()
}

const [, number] = /^#run-(\d+)/.exec(location.hash) ?? []
// Without an answer the page is as it was.
if (number) openRun(Number(number)).catch(() => undefined)
