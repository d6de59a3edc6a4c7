/** Shows the file around a line, fetched from that file's own page. */
import { regionAround } from '#course/about.ts'
import { fetchInTime } from '#stage/answers/fetch-in-time.ts'

const LINES_AROUND = 14
const pages = new Map<string, Promise<Document>>()

/** Fills the pane with the lines around the one that the link names, cut from their page, and opens it. */
export function showSource(pane: HTMLElement, link: HTMLAnchorElement, page: Document): void {
  const line = Number(/#L(\d+)$/.exec(link.href)?.[1])
  const { file } = page.querySelector<HTMLElement>('.source-file')!.dataset
  const region = regionAround(regionsOf(page), line)
  const name = pane.querySelector<HTMLAnchorElement>('[data-source="name"]')!
  // Its folder and its name: the whole path stands in the step.
  name.textContent = link.textContent.split('/').slice(-2).join('/')
  name.href = link.href
  pane.querySelector('[data-source="region"]')!.textContent = region ? `in ${region.name}` : ''
  pane.hidden = false
  const find = () => pane.querySelector<HTMLElement>(`[data-line="${line}"]`)
  // Lines that are there stay, and with them the focus of whoever walks along them.
  if (pane.dataset.file !== file || !find()) {
    pane.querySelector('[data-source="lines"]')!.replaceChildren(linesAround(page, line))
    pane.dataset.file = file
  }
  const shown = find()
  if (shown) centre(shown, pane.querySelector('pre')!)
}

function centre({ offsetTop, clientHeight }: HTMLElement, scroller: HTMLElement): void {
  const { scrollTop, clientHeight: height } = scroller
  if (offsetTop >= scrollTop && offsetTop + clientHeight <= scrollTop + height) return
  scroller.scrollTop = offsetTop - (height - clientHeight) / 2
}

/** Closes the pane. A focus inside it goes to `focus`, since what is hidden cannot keep it. */
export function hideSource(pane: HTMLElement, focus?: HTMLElement | null): void {
  const hadFocus = pane.contains(document.activeElement)
  pane.hidden = true
  delete pane.dataset.file
  if (hadFocus) focus?.focus()
}

function linesAround(page: Document, line: number): HTMLElement {
  const pre = document.createElement('pre')
  const code = document.createElement('code')
  pre.className = 'shiki'
  pre.tabIndex = 0
  const lines = [...page.querySelectorAll('.source-file .line')]
  for (const each of lines.slice(Math.max(0, line - 1 - LINES_AROUND), line + LINES_AROUND)) {
    const copy = each.cloneNode(true) as Element
    copy.removeAttribute('id')
    code.append(copy, '\n')
  }
  pre.append(code)
  return pre
}

/** The page that a link to a line leads to. */
export async function fetchSource({ pathname: path }: HTMLAnchorElement): Promise<Document> {
  const known = pages.get(path)
  if (known) return known
  const fetched = fetchInTime(path).then(({ response, text }) => {
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
    return new DOMParser().parseFromString(text, 'text/html')
  })
  pages.set(path, fetched)
  // A server that was away may be back for the next line.
  fetched.catch(() => pages.delete(path))
  return fetched
}

const regionsOf = (page: Document) =>
  [...page.querySelectorAll<HTMLElement>('[data-region]')].map(({ dataset }) => ({
    name: dataset.region ?? '',
    from: Number(dataset.from),
    to: Number(dataset.to),
  }))
