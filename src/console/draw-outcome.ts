/** Draws what came of a line. Everything that came out of the worker goes to the page as text. */
import { thrownInElixir, thrownInTypeScript } from '#prompt/exceptions.ts'
import type { Spelling } from '#prompt/helpers.ts'
import { asElixir, asTypeScript } from '#prompt/print.ts'
import { queriesOf, type QueryLines } from '#prompt/query-lines.ts'
import type { Outcome } from './run-line.ts'

interface Looks {
  /** How it is printed: in one way, or in two. */
  readonly spellings: readonly Spelling[]
  readonly width: number
  readonly reread: (spelling: Spelling) => void
}

const NAMES: Readonly<Record<Spelling, string>> = { elixir: 'Elixir', typescript: 'TypeScript' }
const LONGEST = 262_144

export function drawOutcome(
  element: HTMLElement,
  outcome: Outcome,
  { spellings, width, reread }: Looks,
): HTMLElement {
  const entry = copyOf(element, 'entry')
  const part = <Part extends HTMLElement>(name: string) =>
    entry.querySelector<Part>(`[data-${name}]`)!
  const { number, line, traces, said, other } = outcome
  part('sign').textContent = outcome.spelling === 'elixir' ? `iex(${number})> ` : `${number}> `
  part('line').textContent = line
  const queries = traces.flatMap((trace) => queriesOf(trace))
  part('queries').append(...queries.map((query) => drawQuery(element, query)))

  const isText = said?.is === 'text'
  // What is text reads alike in both.
  let shown = isText ? spellings.slice(0, 1) : spellings
  const print = () => {
    const answers = shown.map((spelling) => {
      const answer = copyOf(element, 'print')
      answer.querySelector('code')!.textContent = answerText(outcome, spelling, width)
      if (shown.length > 1) answer.setAttribute('aria-label', NAMES[spelling])
      return answer
    })
    part('answers').replaceChildren(...answers)
    part('other').textContent = `as ${NAMES[otherOf(shown[0])]}`
  }
  print()
  part('other').hidden = isText || shown.length > 1
  part('other').addEventListener('click', () => {
    shown = [otherOf(shown[0])]
    print()
  })
  if (other) {
    const button = part('reread')
    button.hidden = false
    button.textContent = `Read it as ${NAMES[other]}`
    button.addEventListener('click', () => reread(other))
  }
  const notes = said?.notes ?? []
  part('note').hidden = notes.length === 0
  part('note').textContent = notes.map(String).join(' ')
  const last = traces.at(-1)
  if (last) {
    const link = part<HTMLAnchorElement>('trace')
    link.hidden = false
    link.href = `/sandbox/traces/${last.id}`
  }
  return entry
}

const otherOf = (spelling: Spelling | undefined): Spelling =>
  spelling === 'elixir' ? 'typescript' : 'elixir'

function answerText({ said, thrown }: Outcome, spelling: Spelling, width: number): string {
  if (thrown) {
    const print = spelling === 'elixir' ? thrownInElixir : thrownInTypeScript
    return cut(print(thrown.name, thrown.message))
  }
  if (said?.is === 'text') return cut(String(said.text))
  try {
    const value = said?.value ?? null
    return cut(spelling === 'elixir' ? asElixir(value, { width }) : asTypeScript(value))
  } catch {
    return 'The answer has no form that can be printed.'
  }
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text
  const size = (text.length / 1_048_576).toFixed(1)
  return `${text.slice(0, LONGEST)}… (${size} MB in all)`
}

function drawQuery(element: HTMLElement, { head, sql, caller, source }: QueryLines): HTMLElement {
  const query = copyOf(element, 'query')
  query.querySelector('summary')!.textContent = head
  query.querySelector('code')!.textContent = sql
  const link = query.querySelector('a')!
  if (!caller || !source) link.remove()
  else {
    link.textContent = caller
    link.href = `/source/${source.file}#L${source.line}`
  }
  return query
}

function copyOf(element: HTMLElement, name: string): HTMLElement {
  const template = element.querySelector<HTMLTemplateElement>(`template[data-${name}]`)
  const copy = template?.content.firstElementChild?.cloneNode(true)
  if (copy instanceof HTMLElement) return copy
  throw new TypeError(`The page has no template for ${name}.`)
}
