/** A decision: a file of `content/decisions/`, named by its day and what it says. */
export interface DecisionFile {
  /** `cookies-follow-the-address` */
  readonly name: string
  readonly href: string
  readonly title: string
  /** `2026-11-28` */
  readonly day: string
  /** Its first paragraph: as a rule the question. */
  readonly asks: string
  /** What stands below its title and its day. */
  readonly body: string
}

const NAME = /^(?<day>\d{4}-\d\d-\d\d)-(?<name>[a-z\d]+(?:-[a-z\d]+)*)\.md$/
const UNDATED = /^(?<name>[a-z\d]+(?:-[a-z\d]+)*)\.md$/
const TITLE = /^# (?<title>.+)\n/
// As the file is called, or in words.
const DAY = /^\s*(?<day>\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+ \d{4})\n/

/**
 * What a file says of itself: a title, then the text. Its day is in its name, and mostly below the
 * title too. `null` for what is no decision, such as the README beside them.
 *
 * @example
 * readDecision('2026-11-28-a-door.md', '# A door\n\n2026-11-28\n\nIt opens.\n').href
 * // => '/decisions/a-door'
 * readDecision('README.md', '# Decisions\n')
 * // => null
 */
export function readDecision(file: string, text: string): DecisionFile | null {
  const written = text.replaceAll('\r\n', '\n')
  const { name, day } = (NAME.exec(file) ?? UNDATED.exec(file))?.groups ?? {}
  const { title } = TITLE.exec(written)?.groups ?? {}
  if (name === undefined || title === undefined) return null
  const below = written.replace(TITLE, '')
  const said = DAY.exec(below)?.groups?.['day']
  if (day === undefined && said === undefined) return null
  const body = below.replace(DAY, '').trim()
  const asks = asText(body.split(/\n{2,}/).find((one) => !/^[#|`>-]/.test(one)) ?? '')
  return { name, href: `/decisions/${name}`, title, day: day ?? said ?? '', asks, body }
}

/** Without the signs of Markdown. */
const asText = (markdown: string) =>
  markdown
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
