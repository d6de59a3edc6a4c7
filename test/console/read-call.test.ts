import { describe, expect, test } from 'vitest'
import { readCall } from '#console/read-call.ts'

const CALL = { name: 'Accounts.registerUser', args: [], spelling: 'typescript', line: 3 }
const deep = (levels: number): unknown =>
  levels === 0 ? 1 : { $: 'map', of: { a: deep(levels - 1) } }

describe('readCall', () => {
  test('reads a call, and says how it is told', () => {
    expect(
      readCall({ ...CALL, args: [{ $: 'map', of: {} }], spelling: 'elixir', next: true }),
    ).toEqual({
      call: { name: 'Accounts.registerUser', args: [{ $: 'map', of: {} }], spelling: 'elixir' },
      line: { number: 3, written: 'Accounts.register_user/1', isNext: true },
    })
  })

  test.for([
    [{ ...CALL, name: 'Accounts' }],
    [{ ...CALL, name: 'Accounts.register user' }],
    [{ ...CALL, spelling: 'erlang' }],
    [{ ...CALL, args: { 0: 1 } }],
    [{ ...CALL, args: [{ email: 'ana@example.com' }] }],
    [{ ...CALL, args: [{ $: 'secret', of: 1 }] }],
    [{ ...CALL, args: [{ $: 'map', of: [1] }] }],
    [{ ...CALL, args: [{ $: 'row', schema: 1, of: {} }] }],
    [{ ...CALL, args: [{ $: 'changeset', base: null, changes: {} }] }],
    [{ ...CALL, args: [deep(20)] }],
    [{ ...CALL, args: [Array(3_000).fill(1)] }],
  ])('takes %j for no call', ([params]) => {
    expect(() => readCall(params!)).toThrow(/^(?:A call is|An argument is)/)
  })
})
