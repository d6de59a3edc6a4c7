import { mdxToJs } from 'satteri'
import { describe, expect, test } from 'vitest'
import { lessonPlugins } from '#course/lesson-markdown.ts'

/** What a text becomes, as JSX in one line. */
function rendered(text: string): string {
  const { code } = mdxToJs(text, { mdastPlugins: lessonPlugins, jsx: true })
  const [, jsx = ''] = /return (<Act[^]*?|<>[^]*?);\n\}/.exec(code) ?? []
  return jsx.replaceAll(/\{"((?:[^"\\]|\\.)*)"\}/g, '$1').replaceAll(/_components\.|\\n/g, '')
}

describe('acts', () => {
  test('a text without a break is one act, the first and the last', () => {
    expect(rendered('One.\n\nTwo.')).toBe('<Act first last><p>One.</p><p>Two.</p></Act>')
  })

  test('a break begins an act', () => {
    expect(rendered('One.\n\n---\n\n## Two\n\n***\n\nThree.')).toBe(
      '<><Act first><p>One.</p></Act><Act><h2>Two</h2></Act><Act last><p>Three.</p></Act></>',
    )
  })

  test.for([
    ['a list', '- One.\n\n  ---\n\n  Two.'],
    ['a quotation', '> One.\n>\n> ---\n>\n> Two.'],
    ['an element', '<Note>\n\nOne.\n\n---\n\nTwo.\n\n</Note>'],
    ['code', '```\n---\n```'],
    ['a heading, whose line it is', 'One.\n---'],
  ] as const)('a break inside %s begins none', ([, text]) => {
    expect(rendered(text).match(/<Act/g)).toHaveLength(1)
  })

  test('what a text imports stays outside', () => {
    expect(rendered('export const a = 1\n\nOne.\n\n---\n\nTwo {a}.')).toBe(
      '<><Act first><p>One.</p></Act><Act last><p>Two {a}.</p></Act></>',
    )
  })
})

describe('the label of a button', () => {
  test.for([
    ['<Run demo="a" step="1">Send it</Run>', 'Send it'],
    ['<Run demo="a" step="1">\n  Send `ana`\n</Run>', 'Send <code>ana</code>'],
    ['<Run demo="a" step="1">\n  Send ana@example.test\n</Run>', 'Send ana@example.test'],
    ['<Run demo="a" step="1">\n  [Send](/x) *it*\n</Run>', 'Send <em>it</em>'],
  ] as const)('%j holds words alone', ([text, label]) => {
    expect(rendered(text)).toBe(`<Act first last><Run demo="a" step="1">${label}</Run></Act>`)
  })

  test('what stands in another element is left as it is', () => {
    expect(rendered('<Note>\n  Send ana@example.test\n</Note>')).toContain(
      '<p>Send <a href="mailto:ana@example.test">',
    )
  })
})
