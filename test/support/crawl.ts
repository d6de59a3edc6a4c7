/**
 * Reads a site as a search engine does: from its home page on it opens every
 * link, form that only looks, sheet, script and picture, as a visitor who has
 * nothing and does nothing.
 */

export interface Crawled {
  /** By their paths, with what each page answered and the ids that are in it. */
  readonly pages: ReadonlyMap<string, Page>
  /** `where → to: why`, each once. */
  readonly broken: readonly string[]
}

export interface Page {
  readonly status: number
  readonly type: string
  readonly ids: ReadonlySet<string>
  /** Where redirects have led to. */
  readonly landed: string
}

interface Link {
  readonly from: string
  readonly path: string
  readonly anchor: string
}

/** More would be a site that makes links without an end. */
const MOST_PAGES = 4_000
const AT_ONCE = 6
/** A path that somebody shows whoever asks for it, and nobody else. */
const ASKS_TO_LOG_IN = /^\/users\/log-in$/

/** Crawls the site at `origin` from `starts` on. */
export async function crawl(origin: string, starts: readonly string[] = ['/']): Promise<Crawled> {
  const pages = new Map<string, Page>()
  const links: Link[] = []
  const waiting = [...starts]
  const known = new Set(waiting)

  const visit = async (path: string) => {
    const { page, found } = await open(origin, path)
    pages.set(path, page)
    for (const link of found) {
      links.push({ ...link, from: path })
      if (known.has(link.path)) continue
      known.add(link.path)
      waiting.push(link.path)
    }
  }
  const worker = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) await visit(path)
  }
  // Whoever finds nothing to do ends, and others may find more: so they begin again.
  while (waiting.length > 0) {
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    if (pages.size > MOST_PAGES) throw new Error(`There are more than ${MOST_PAGES} pages.`)
  }
  const broken = links.flatMap((link) => {
    const why = whyBroken(link, pages)
    return why === null
      ? []
      : [`${link.from} → ${link.path}${link.anchor && `#${link.anchor}`}: ${why}`]
  })
  return { pages, broken: [...new Set(broken)].sort() }
}

function whyBroken({ from, path, anchor }: Link, pages: Crawled['pages']): string | null {
  const own = pages.get(from)
  // A page that is made anew for each look has its own names, and leads to them.
  const page = own?.landed === path ? own : pages.get(path)
  if (!page) return 'nobody has opened it'
  if (page.status !== 200) return `it answers ${page.status}`
  // `#line=…` tells a script something, and is no place.
  if (anchor === '' || page.ids.has(anchor) || /^top$|=/.test(anchor)) return null
  return 'nothing there has that id'
}

/** Follows redirects within the site. What it leads to in the end is what the link shows. */
async function open(origin: string, path: string) {
  const response = await fetch(origin + path, { headers: { accept: 'text/html,*/*' } })
  const type = response.headers.get('content-type')?.split(';', 1)[0] ?? ''
  const text = await response.text()
  const html = type === 'text/html' ? text : ''
  const landed = new URL(response.url)
  const page = {
    ...{ status: response.status, type, ids: idsIn(html) },
    landed: landed.pathname + landed.search,
  }
  // A guard has answered in the page’s place: its own links are those of the log-in page.
  const isGuarded = response.redirected && ASKS_TO_LOG_IN.test(landed.pathname)
  return { page, found: isGuarded || !response.ok ? [] : linksIn(html, landed) }
}

const TAG = /<(?<name>[a-z][a-z\d-]*)(?<rest>[\s/](?:"[^"]*"|'[^']*'|[^'"<>])*)?>/g
const ATTRIBUTE = /\s(?<key>[a-z-]+)=(?<quote>["'])(?<value>[\s\S]*?)\k<quote>/g
/** What names an address, and of what it is one. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ a: 'href', area: 'href', link: 'href', use: 'href', form: 'action', iframe: 'src' },
  ...{ img: 'src', script: 'src', source: 'src', video: 'src' },
}

function linksIn(html: string, { href, origin }: URL): readonly Omit<Link, 'from'>[] {
  return tagsIn(html).flatMap(({ name, attributes }) => {
    const written = attributes.get(NAMES[name] ?? '')
    // What is sent changes something.
    if (written === undefined || (name === 'form' && attributes.get('method') === 'post')) return []
    const url = URL.parse(written, href)
    if (url?.origin !== origin) return []
    return [{ path: url.pathname + url.search, anchor: decodeURIComponent(url.hash.slice(1)) }]
  })
}

const idsIn = (html: string): ReadonlySet<string> =>
  new Set(tagsIn(html).flatMap(({ attributes }) => attributes.get('id') ?? []))

function tagsIn(html: string) {
  const bare = html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(<(?<name>script|style)\b[^>]*>)[\s\S]*?(?=<\/\k<name>>)/g, '$1')
  return [...bare.matchAll(TAG)].map(({ groups: { name = '', rest = '' } = {} }) => ({
    name,
    attributes: new Map(
      [...rest.matchAll(ATTRIBUTE)].map(({ groups: { key = '', value = '' } = {} }) => [
        key,
        plain(value),
      ]),
    ),
  }))
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#34': '"', '#38': '&', '#39': "'" },
}

const plain = (value: string) =>
  value.replace(/&(?<name>#?\w+);/g, (all, name: string) => ENTITIES[name] ?? all)
