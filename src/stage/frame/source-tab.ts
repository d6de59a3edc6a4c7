/** Shows the file around a line in the tab Source, fetched from that file's own page. */
import { regionAround } from '#course/about.ts'
import { fetchInTime } from '#stage/answers/fetch-in-time.ts'

const LINES_AROUND = 14
const pages = new Map<string, Promise<Document>>()

/**
 * Turns the stage to the lines around the one that the link names. Answers
 * whether it did: where the server is away, the link still leads there.
 */
export async function showSource(stage: Element, link: HTMLAnchorElement): Promise<boolean> {
  const page = await fetchSource(link).catch(() => null)
  const panel = stage.querySelector<HTMLElement>('[data-panel="source"]')
  if (!page || !panel) return false
  fill(panel, link, page)
  stage.dispatchEvent(new CustomEvent('glass-turn', { detail: 'source' }))
  const line = panel.querySelector<HTMLElement>('.line.here')
  const scroller = panel.parentElement
  if (line && scroller) centre(line, scroller)
  return true
}

function fill(panel: HTMLElement, link: HTMLAnchorElement, page: Document): void {
  const line = Number(/#L(\d+)$/.exec(link.href)?.[1])
  const { file } = page.querySelector<HTMLElement>('.source-file')!.dataset
  const region = regionAround(regionsOf(page), line)
  const name = panel.querySelector<HTMLAnchorElement>('[data-source="name"]')!
  // Its folder and its name: the whole path stands in the step.
  name.textContent = (file ?? '').split('/').slice(-2).join('/')
  name.href = link.href
  panel.querySelector('[data-source="region"]')!.textContent = region ? `in ${region.name}` : ''
  const find = () => panel.querySelector<HTMLElement>(`[data-line="${line}"]`)
  // Lines that are there stay, and with them the focus of whoever walks along them.
  const house = houseNow()
  if (panel.dataset.file !== file || panel.dataset.house !== house || !find()) {
    panel.querySelector('[data-source="lines"]')!.replaceChildren(linesAround(page, line))
    panel.dataset.file = file
    panel.dataset.house = house
  }
  panel.querySelector('.line.here')?.classList.remove('here', 'marked')
  find()?.classList.add('here', 'marked')
}

function centre(line: HTMLElement, scroller: HTMLElement): void {
  const { top, height } = line.getBoundingClientRect()
  const view = scroller.getBoundingClientRect()
  scroller.scrollTop += top - view.top - (view.height - height) / 2
}

function linesAround(page: Document, line: number): HTMLElement {
  const pre = document.createElement('pre')
  const code = document.createElement('code')
  pre.className = 'shiki'
  const lines = [...page.querySelectorAll('.source-file .line')]
  for (const each of lines.slice(Math.max(0, line - 1 - LINES_AROUND), line + LINES_AROUND)) {
    const copy = each.cloneNode(true) as Element
    copy.removeAttribute('id')
    code.append(copy, '\n')
  }
  pre.append(code)
  return pre
}

/** A house with a fault has another source than the same house without. */
const houseNow = () => document.querySelector<HTMLElement>('[data-fault]')?.dataset.fault ?? ''

/** The page that a link to a line leads to. */
async function fetchSource({ pathname: path }: HTMLAnchorElement): Promise<Document> {
  const key = path + houseNow()
  const known = pages.get(key)
  if (known) return known
  const fetched = fetchInTime(path).then(({ response, text }) => {
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
    return new DOMParser().parseFromString(text, 'text/html')
  })
  pages.set(key, fetched)
  // A server that was away may be back for the next line.
  fetched.catch(() => pages.delete(key))
  return fetched
}

const regionsOf = (page: Document) =>
  [...page.querySelectorAll<HTMLElement>('[data-region]')].map(({ dataset }) => ({
    name: dataset.region ?? '',
    from: Number(dataset.from),
    to: Number(dataset.to),
  }))
