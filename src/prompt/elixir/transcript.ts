// What a transcript has in front of each line.
const PROMPT = /^[ \t]*(?:iex(?:\(\d+\))?>|\.\.\.(?:\(\d+\))?>|\d+>)[ \t]?/

/**
 * A pasted transcript is its typed lines: what was answered between them, and
 * the prompts in front of them, are left out. Other text stays as it is.
 *
 * @example
 * typedLines('iex(1)> a = 1\n1\niex(2)> a')
 * // => 'a = 1\na'
 */
export function typedLines(pasted: string): string {
  const lines = pasted.split('\n')
  const typed = lines.filter((line) => PROMPT.test(line))
  if (typed.length === 0) return pasted
  return typed.map((line) => line.replace(PROMPT, '')).join('\n')
}

const TYPOGRAPHIC: readonly (readonly [RegExp, string])[] = [
  [/[\u201c\u201d\u201e\u201f]/g, '"'],
  [/[\u2018\u2019\u201a\u201b]/g, "'"],
  [/\u00a0/g, ' '],
]

/** Phones type quotes that no language reads. */
export const straightQuotes = (text: string): string =>
  TYPOGRAPHIC.reduce((straight, [sign, plain]) => straight.replace(sign, plain), text)
