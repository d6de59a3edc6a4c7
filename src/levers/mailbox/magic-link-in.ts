/**
 * The one link of a mail: a line of its own that leads to this site. A mail
 * is text, and nothing else in it becomes a link, whoever wrote it.
 */
export function magicLinkIn(text: string, publicOrigin: URL): string | null {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${publicOrigin.origin}/`))
  return line && URL.canParse(line) ? line : null
}
