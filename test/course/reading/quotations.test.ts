import { describe, expect, test } from 'vitest'
import { Ground, quotationsIn } from '#course/reading/quotations.ts'

const quoted = (text: string) => quotationsIn(text).map((one) => [one.line, one.text])

describe('what a text quotes', () => {
  test('is code in a line, each once', () => {
    expect(quoted('A `422`, and\n\n`user.ex`\n\nA `422`.')).toEqual([
      [1, '422'],
      [3, 'user.ex'],
    ])
  })

  test('is a sentence between quotation marks, over lines; a word or three are somebody’s', () => {
    expect(
      quoted('She reads “You must log in\nto access this page.” and says “not me, please”.'),
    ).toEqual([[1, 'You must log in to access this page.']])
  })

  test('is what Elixir calls, defines and says; neither what it is made of nor a value', () => {
    const code = [
      '```elixir',
      'def require_user(conn, _opts) do',
      '  if conn.assigns.user do',
      '    conn |> put_flash(:error, "You must log in.") |> Repo.all_by(id: "one")',
      '  else',
      '    # nobody(knows)',
      '    raise "no #{user} here"',
      '  end',
      'end',
      '```',
    ].join('\n')

    expect(quoted(code).map(([, text]) => text)).toEqual([
      ...['require_user', 'put_flash', 'all_by', 'You must log in.'],
    ])
  })

  test('is nothing in other code', () => {
    expect(quoted('```ts\nnobody(knows)\n```')).toEqual([])
  })
})

describe('a ground', () => {
  const ground = new Ground(['fetch_session is\n   a plug, register_user/1 is none, 4220'])

  test.for(['fetch_session', 'fetch_session is a plug', 'register_user', 'register_user/1'])(
    'has %s',
    (text) => {
      expect(ground.has(text)).toBe(true)
    },
  )

  test.for(['fetch', 'session', '422', 'fetch_sessions', 'Register_user'])('has no %s', (text) => {
    expect(ground.has(text)).toBe(false)
  })
})
