/** Where the links and the pictures of a text lead, without asking a server. */
import Slugger from 'github-slugger'
import type { MdastNode } from 'satteri'
import { findRoute, routeOf } from '#router.ts'
import { aboutId } from '../about.ts'
import { hrefOf } from '../make-course.ts'
import { isElement, nodesIn, placeOf, type Root } from '../mdx.ts'
import type { Files } from '../project-files.ts'
import type { Mistakes, Wrong } from './mistake.ts'
import { nearest, offer } from './near.ts'
import type { LessonFound, PartFound } from './read-files.ts'

/** Every address that a text can name. */
export interface Addresses {
  readonly files: Files
  /** By its path; `null` for a lesson whose text cannot be read. */
  readonly anchors: ReadonlyMap<string, ReadonlySet<string> | null>
  /** The slugs of the parts, which are anchors of /lessons. */
  readonly parts: readonly string[]
  /** The pages of the guide for teachers. */
  readonly guide: readonly string[]
}

/** The addresses of a course. */
export const addressesOf = (
  files: Files,
  parts: readonly PartFound[],
  /** Paths of lessons that are hidden: a link to one is a word without a link. */
  hidden: readonly string[] = [],
  guide: readonly string[] = [],
): Addresses => ({
  files,
  guide,
  parts: parts.map(({ slug }) => slug),
  anchors: new Map([
    ...hidden.map((path) => [path, null] as const),
    ...parts.flatMap(({ lessons }) =>
      lessons.map(({ path, root }) => [path, root ? anchorsIn(root) : null] as const),
    ),
  ]),
})

/** What a link to this page may name after a #. */
export function anchorsIn(root: Root): ReadonlySet<string> {
  const slugger = new Slugger()
  const found = new Set<string>(['main'])
  for (const node of nodesIn(root)) {
    if (node.type === 'heading') found.add(slugger.slug(textOf(node)))
    if (!isElement(node)) continue
    const given = attributesOf(node)
    if (node.name === 'About') found.add(aboutId(given))
    else if (given['id'] !== undefined && /^[a-z]/.test(node.name ?? '')) found.add(given['id'])
    // What is pressed and asked stands at an address of its own.
    if (node.name === 'Predict') found.add(`question-${given['id']}`)
    if (node.name === 'Run') found.add(`after-${given['demo']}-${given['step']}`)
  }
  return found
}

/** Tells about each link and picture that leads nowhere. */
export function checkLinks(
  mistakes: Mistakes,
  { file, path, folder, root }: Pick<LessonFound, 'file' | 'path' | 'folder' | 'root'>,
  addresses: Addresses,
): void {
  for (const node of root ? nodesIn(root) : []) {
    const { link, image } = namedBy(node)
    const wrong =
      link !== null
        ? wrongLink(link, path, addresses)
        : image !== null
          ? wrongImage(image, folder, addresses.files, isElement(node))
          : null
    const kind = image?.startsWith('/') === false && wrong ? 'broken' : 'wrong'
    if (wrong) mistakes.add(file, kind, placeOf(node), wrong)
  }
}

const PICTURE = /\.(?:png|jpe?g|gif|svg|webp|avif)$/i

function namedBy(node: MdastNode): { readonly link: string | null; readonly image: string | null } {
  const none = { link: null, image: null }
  if (node.type === 'link') return { ...none, link: node.url }
  if (node.type === 'image') return { ...none, image: node.url }
  if (node.type === 'definition')
    return PICTURE.test(node.url) ? { ...none, image: node.url } : { ...none, link: node.url }
  if (!isElement(node)) return none
  const { href, src } = attributesOf(node)
  if (node.name === 'a') return { ...none, link: href ?? null }
  return node.name === 'img' ? { ...none, image: src ?? null } : none
}

const attributesOf = (node: Extract<MdastNode, { attributes: unknown }>) =>
  Object.fromEntries(
    (node as unknown as { attributes: readonly { name?: string; value?: unknown }[] }).attributes
      .filter(({ name, value }) => name !== undefined && typeof value === 'string')
      .map(({ name, value }) => [name, value as string]),
  ) as Readonly<Record<string, string | undefined>>

function wrongLink(url: string, path: string, addresses: Addresses): Wrong | null {
  if (/^(?:https?|mailto):/.test(url)) return null
  if (/^[a-z]+:/i.test(url))
    return { what: `The link leads to ${url}, which no browser follows.`, write: 'Write https://…' }
  const { pathname, hash } = new URL(url, `http://here${hrefOf(path)}`)
  const anchor = decodeURIComponent(hash.slice(1))
  const lesson = /^\/lessons\/(?<path>[^/]+\/[^/]+)$/.exec(pathname)?.groups?.['path']
  if (lesson !== undefined) return wrongLesson(url, lesson, anchor, addresses)
  if (pathname === '/lessons')
    return anchor === '' || addresses.parts.includes(anchor)
      ? null
      : {
          what: `The link names part "${anchor}", which there is not.`,
          write: offer(anchor, addresses.parts),
        }
  const page = /^\/teach\/(?<page>[^/]+)$/.exec(pathname)?.groups?.['page']
  // A page of the guide has its address from its file.
  if (page !== undefined && findRoute(pathname) !== pathname)
    return addresses.guide.includes(page) ? null : nowhere(url, pathname, addresses)
  return isPage(pathname, addresses.files) ? null : nowhere(url, pathname, addresses)
}

function wrongLesson(
  url: string,
  path: string,
  anchor: string,
  { anchors }: Addresses,
): Wrong | null {
  if (!anchors.has(path)) {
    const meant = offerLink(hrefOf(path), [...anchors.keys()].map(hrefOf))
    return { what: `The link leads to ${url}, where no lesson is.`, write: meant }
  }
  const known = anchors.get(path)
  if (anchor === '' || !known || known.has(anchor)) return null
  return {
    what: `The link leads to #${anchor}, which ${hrefOf(path)} does not have.`,
    write: offer(
      anchor,
      [...known].filter((one) => !/^(?:main$|question-|after-)/.test(one)),
    ),
  }
}

function isPage(pathname: string, files: Files): boolean {
  const pattern = findRoute(pathname)
  if (pattern?.startsWith('/source/')) return files.text(pathname.replace('/source/', '')) !== null
  if (pattern !== null) return routeOf(pattern).methods.includes('GET')
  return /^\/as\/[a-z][\w-]*\//.test(pathname) || isPublic(pathname, files)
}

function isPublic(pathname: string, files: Files): boolean {
  const [, folder = '', name = ''] = /^(.*)\/([^/]*)$/.exec(decodeURI(pathname)) ?? []
  return files.entries(`public${folder}`).some((one) => one.name === name && !one.isFolder)
}

function nowhere(url: string, pathname: string, { anchors }: Addresses): Wrong {
  const pages = [
    '/',
    '/lessons',
    '/progress',
    '/sandbox',
    '/users/register',
    '/users/log-in',
    '/scores',
  ]
  return {
    what: `The link leads to ${url}, where no page is.`,
    write: offerLink(pathname, [...[...anchors.keys()].map(hrefOf), ...pages]),
  }
}

/** A lesson that moved has its name all the same. */
function offerLink(written: string, known: readonly string[]): string {
  const own = written.split('/').at(-1) ?? ''
  const names = known.map((one) => one.split('/').at(-1) ?? '')
  const byName = nearest(
    own,
    names.filter((name) => name !== ''),
  )
  const near =
    nearest(
      written,
      known.filter((one) => one !== '/'),
    ) ?? (byName === null ? undefined : known[names.indexOf(byName)])
  return near === undefined
    ? 'Write the address of a page, such as /lessons/PART/LESSON.'
    : `Did you mean ${near}?`
}

function wrongImage(url: string, folder: string, files: Files, isHtml: boolean): Wrong | null {
  if (/^(?:https?:)?\/\//.test(url))
    return {
      what: `The picture is on another site, ${url}, and pages load none from there.`,
      write: 'Put it beside the lesson, and write ./its-name.png.',
    }
  if (url.startsWith('data:')) return null
  if (url.startsWith('/')) {
    if (isPublic(url, files)) return null
    return {
      what: `There is no picture public${url}.`,
      write: offerFile(url, files.entries('public'), '/'),
    }
  }
  if (isHtml)
    return {
      what: `<img> finds no picture beside the lesson.`,
      write: `Write ![what it shows](${url}).`,
    }
  const name = url.replace(/^\.\//, '')
  const path = `${folder}/${name}`.replaceAll(/[^/]+\/\.\.\//g, '')
  const [, within = '', own = ''] = /^(.*)\/([^/]*)$/.exec(decodeURI(path)) ?? []
  const beside = files.entries(within)
  if (beside.some((one) => one.name === own)) return null
  return { what: `There is no picture ${path}.`, write: offerFile(url, beside, './') }
}

function offerFile(
  url: string,
  entries: readonly { readonly name: string }[],
  before: string,
): string {
  const pictures = entries.map(({ name }) => name).filter((name) => PICTURE.test(name))
  const near = nearest(url.replace(/^.*\//, ''), pictures)
  if (near !== null) return `Did you mean ${before}${near}?`
  return 'Put it beside the lesson and write ./its-name.png, or into public/ and write /its-name.png.'
}

function textOf(node: MdastNode): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
