/**
 * A visitor who has a bit of everything in their sandbox, and in all of it a
 * word that nobody else has ever sent: where it stands in an answer to somebody
 * else, something has leaked.
 */
import { paramsIn } from '#lib/route-pattern.ts'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'
import { OwnSockets } from '../support/own-sockets.ts'
import { addressesOf, type Asked } from '../support/page-addresses.ts'
import { pathOf, type Known, type KnownForm } from './draw.ts'
import type { Random } from './random.ts'

const COURSE: Readonly<Record<string, readonly string[]>> = {
  part: ['persons', 'letters', 'forms'],
  lesson: ['who-comes-in', 'down-and-back', 'links-by-letter'],
  step: ['six-tries.1', '1', 'ana-comes-in.1'],
  tag: ['scopes'],
  decision: ['differences-from-phoenix'],
  page: ['the-first-page'],
  file: ['src/app/accounts/scope.ts', 'src/router.ts', 'package.json'],
  name: ['users', 'users_tokens', 'scores', 'register-without-words'],
  id: ['1', '2', '3', '4'],
}
const PERSONAS = ['ana', 'ana', 'bo', 'you', 'visitor', 'nobody', '__proto__', 'a'.repeat(40)]

export class FuzzVisitor {
  readonly canary: string
  readonly browser: HttpBrowser
  readonly sockets: OwnSockets
  #params: Record<string, readonly string[]> = { ...COURSE }
  #forms: readonly KnownForm[] = []

  constructor(origin: string, place: number, random: Random) {
    const drawn = Array.from({ length: 10 }, () => random.below(36).toString(36)).join('')
    this.canary = `canary${place}x${drawn}`
    this.browser = new HttpBrowser(origin)
    this.sockets = new OwnSockets(origin)
  }

  /** Makes a sandbox in which every page shows something, and the canary is in all of it. */
  async settle(): Promise<void> {
    const { canary, browser } = this
    const addresses = await addressesOf(browser, [
      ...([`${canary}@example.test`, `next-${canary}@example.test`] as const),
    ])
    const comment = { 'score[points]': '7', 'score[guesses]': '4', 'score[comment]': canary }
    await expected(303, browser.post('/as/ana/scores/new', comment), 'a score')
    const organization = { 'organization[name]': canary, 'organization[slug]': canary }
    await expected(303, browser.post('/as/ana/organizations', organization), 'an organization')
    this.#params = paramsOf(addresses)
    this.#forms = await this.#readForms(Object.values(addresses))
  }

  /** What is known of the house to somebody in whose way these strangers' things have come. */
  known(stranger: FuzzVisitor | null): Known {
    const { origin, cookies } = this.browser
    return {
      ...{ origin, cookie: cookies.header, forms: this.#forms, personas: PERSONAS },
      params: stranger ? merged(this.#params, stranger.#params) : this.#params,
    }
  }

  /** What finds their sandbox. */
  get token(): string {
    return this.browser.cookies.get(VISITOR) ?? ''
  }

  async #readForms(addresses: readonly Asked[]): Promise<readonly KnownForm[]> {
    const forms: KnownForm[] = []
    for (const { path, fields } of addresses) {
      if (fields) forms.push({ action: path, fields: valuesOf(Object.entries(fields)) })
      else forms.push(...formsOf((await this.browser.get(path)).text, path))
    }
    return forms
  }
}

async function expected(wanted: number, answer: Promise<{ status: number }>, what: string) {
  const { status } = await answer
  if (status !== wanted) throw new Error(`Settling: ${what} was answered with ${status}.`)
}

/** Of each parameter what stands in these addresses, by the patterns that they are of. */
export function paramsOf(
  addresses: Readonly<Record<string, Asked>>,
): Record<string, readonly string[]> {
  const params: Record<string, readonly string[]> = { ...COURSE }
  for (const [pattern, { path }] of Object.entries(addresses)) {
    for (const [name, value] of Object.entries(paramsIn(pathOf(path), pattern) ?? {}))
      params[name] = [...(params[name] ?? []), value]
  }
  // Two traces stand beside each other.
  params['run'] = params['beside'] = params['id'] ?? []
  return params
}

function merged(own: Known['params'], other: Known['params']): Known['params'] {
  return Object.fromEntries(
    Object.keys(own).map((name) => [name, [...(own[name] ?? []), ...(other[name] ?? [])]]),
  )
}

/** The forms of a page, with the values that its fields and buttons have. */
export function formsOf(html: string, path: string): readonly KnownForm[] {
  return [...html.matchAll(/<form\b(?<own>[^>]*)>(?<inside>[\s\S]*?)<\/form>/g)].map(
    ({ groups }) => {
      const { own = '', inside = '' } = groups ?? {}
      const named = [
        ...inside.matchAll(/<(?:input|button|select|textarea)\b(?<own>[^>]*)>/g),
      ].flatMap((field): [string, string][] => {
        const attributes = field.groups?.['own'] ?? ''
        const name = attribute(attributes, 'name')
        return name === null ? [] : [[name, attribute(attributes, 'value') ?? '']]
      })
      return { action: attribute(own, 'action') ?? path, fields: valuesOf(named) }
    },
  )
}

function valuesOf(named: readonly (readonly [string, string])[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (const [name, value] of named) (fields[name] ??= []).push(value)
  return fields
}

function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(String.raw`(?:^|\s)${name}="(?<value>[^"]*)"`).exec(attributes)
  const value = found?.groups?.['value'] ?? null
  return value?.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&') ?? null
}
