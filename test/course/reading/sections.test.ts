import { describe, expect, test } from 'vitest'
import { sectionsOf, sectionsOfMarkdown } from '#course/reading/sections.ts'

const TEXT = `---
title: One
---

Ana sends \`a form\`.

<Run demo="a" step="1" />

<After demo="a" step="1">

The server says no.

</After>

<Teacher>

Nobody else reads this.

</Teacher>

## What it <Term word="cast" /> said

- **One** thing,
- and another.

\`\`\`elixir
def one do
  1
end
\`\`\`

## What it said

Again.
`

describe('sectionsOf', () => {
  test('gives what stands below each heading, and its address', () => {
    const sections = sectionsOf(TEXT)

    expect(sections.map(({ id, open }) => [id, open])).toEqual([
      [null, 'Ana sends a form.'],
      ['what-it--said', 'One thing,\nand another.\ndef one do\n1\nend'],
      ['what-it-said', 'Again.'],
    ])
  })

  test('keeps apart what is folded, and leaves out what is for teachers', () => {
    const [first] = sectionsOf(TEXT)

    expect(first?.folded).toBe('The server says no.')
    expect(JSON.stringify(sectionsOf(TEXT))).not.toContain('Nobody')
  })

  test('has what an element prints, where somebody says it', () => {
    const text = 'A <Term word="plug" /> and <Term word="scope">scopes</Term>.'

    const [said] = sectionsOf(text, (name, { word }) => (name === 'Term' ? `${word}!` : null))

    expect(said?.open).toBe('A plug! and scopes.')
  })
})

describe('sectionsOfMarkdown', () => {
  test('has the cells of a table beside each other', () => {
    const [, table] = sectionsOfMarkdown('# One\n\n| a | b |\n| - | - |\n| `<c>` | d |\n')

    expect(table?.open).toBe('a · b\n<c> · d')
  })
})
