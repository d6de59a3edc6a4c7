import { describe, expect, test } from 'vitest'
import { read } from '#prompt/elixir/read.ts'
import { straightQuotes, typedLines } from '#prompt/elixir/transcript.ts'
import { NotRead } from '#prompt/elixir/tree.ts'

describe('read', () => {
  test('reads pipes from the left', () => {
    expect(read('a |> b() |> C.d(1)')).toEqual({
      trees: [
        {
          ...{ is: 'call', of: { is: 'module', name: 'C' }, name: 'd', hasBrackets: true },
          args: [
            {
              ...{ is: 'call', of: null, name: 'b', hasBrackets: true },
              args: [{ is: 'variable', name: 'a' }],
            },
            { is: 'value', value: 1 },
          ],
        },
      ],
    })
  })

  test('keeps apart keys that are texts and keys that are atoms', () => {
    expect(read('%{"a" => 1, b: 2}')).toEqual({
      trees: [
        {
          ...{ is: 'map', struct: null, update: null },
          pairs: [
            [
              { is: 'text', parts: [{ is: 'value', value: 'a' }] },
              { is: 'value', value: 1 },
            ],
            [
              { is: 'atom', name: 'b' },
              { is: 'value', value: 2 },
            ],
          ],
        },
      ],
    })
  })

  test.for(['Accounts.register_user(%{email: "a"', '%{', '"a', 'a |>', '[1,'])(
    'waits for more of %s',
    (line) => {
      expect(read(line)).toEqual({ stopsEarly: true })
    },
  )

  test.for([
    [
      'fn x -> x end',
      /^A function \(`fn … end`\) is more than this prompt reads\. A capture does the same/,
    ],
    ['case x do\n :a -> 1\nend', /^`case` is more than this prompt reads\. A match reads a result/],
    ['if true, do: 1', /^`if` is more than this prompt reads\. `condition && value`/],
    ['for x <- [1], do: x', /^`for` is more than this prompt reads\. `Enum\.map/],
    ['def f, do: 1', /^Defining a function \(`def`\) is more/],
    ["'abc'", /^A charlist is more than this prompt reads\. Texts stand in double quotes/],
    ['~r/a/', /^This sigil is more/],
    ['<<1, 2>>', /^A binary/],
    ['1..3', /^“\.\.” is more/],
    ['a |> b', /^Write b\(\) behind \|>, with its brackets\.$/],
    [')', /^Elixir does not read on at “\)”\.$/],
  ] as const)('says of %s what to write in its place', ([line, sentence]) => {
    expect(() => read(line)).toThrow(NotRead)
    expect(() => read(line)).toThrow(sentence)
  })

  test('throws nothing else, whatever is typed', () => {
    const signs = [...'%{}[]()|>:"#&1.,=~^@!? ', 'do', 'end', 'fn', 'Accounts', 'a', '\n']
    // The same every time: a number made of the one before.
    let seed = 1
    const next = (most: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % most
    }
    const wrong: string[] = []
    for (let count = 0; count < 2_000; count += 1) {
      const line = Array.from({ length: 1 + next(12) }, () => signs[next(signs.length)]).join('')
      try {
        read(line)
      } catch (error) {
        if (!(error instanceof NotRead)) wrong.push(line)
      }
    }

    expect(wrong).toEqual([])
  })
})

test('a pasted transcript loses its prompts and its answers', () => {
  const pasted = 'iex(4)> user = %{\n...(4)>   id: 1\n...(4)> }\n%{id: 1}\niex> user.id\n1'

  expect(typedLines(pasted)).toBe('user = %{\n  id: 1\n}\nuser.id')
  expect(typedLines('a = 1\na')).toBe('a = 1\na')
})

test('quotes of a phone become straight', () => {
  expect(straightQuotes('%{email: “a”, b: ‘c’}')).toBe('%{email: "a", b: \'c\'}')
})
