import { describe, expect, test } from 'vitest'
import { Refusal } from '#lib/refusal.ts'
import { formOfFile } from '#server/multipart.ts'

const part = (name: string, content: string, more = '') =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\nContent-Type: text/plain\r\n\r\n${content}\r\n`
const TYPE = 'multipart/form-data; boundary=x'
const read = (body: string, type = TYPE) => formOfFile(type, body)

describe('formOfFile', () => {
  test('reads fields and a file as a form would send them', () => {
    const body = `${part('_lesson', 'a/b')}${part('file', '{"a": "1&2\r\n"}', '; filename="a.json"')}--x--\r\n`

    const form = read(body)

    expect([...new URLSearchParams(form as string)]).toEqual([
      ['_lesson', 'a/b'],
      ['file', '{"a": "1&2\r\n"}'],
    ])
    expect(read(body, 'multipart/form-data; boundary="x"')).toBe(form)
  })

  test.for([
    ['nothing', ''],
    ['no end', part('file', 'a')],
    ['no name', '--x\r\nContent-Type: text/plain\r\n\r\na\r\n--x--'],
    ['no head', '--x\r\nname="file"--x--'],
    ['something before', `a\r\n${part('file', 'a')}--x--`],
    ['many parts', `${part('file', 'a').repeat(9)}--x--`],
  ])('refuses %s', ([, body]) => {
    expect(read(body ?? '')).toBeInstanceOf(Refusal)
  })

  test.for([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary="a\r\nb"',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
  ])('refuses %s', (type) => {
    expect(read(`${part('file', 'a')}--x--`, type)).toBeInstanceOf(Refusal)
  })
})
