import { describe, expect, test } from 'vitest'
import { Refusal } from '#lib/refusal.ts'
import { fileFormAt, formOfFile, type FormWithFile } from '#server/multipart.ts'

const part = (name: string, content: string, more = '') =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\nContent-Type: text/plain\r\n\r\n${content}\r\n`
const TYPE = 'multipart/form-data; boundary=x'
const read = (body: string, type = TYPE) => formOfFile(type, body, { holds: 'text' })
/** As the front hands it on: a character for each byte. */
const asBytes = (text: string) => Buffer.from(text).toString('latin1')

describe('formOfFile', () => {
  test('reads fields and a file as a form would send them', () => {
    const body = `${part('_lesson', 'a/b')}${part('file', '{"a": "1&2\r\n"}', '; filename="a.json"')}--x--\r\n`

    const form = read(body)

    expect([...new URLSearchParams((form as FormWithFile).fields)]).toEqual([
      ['_lesson', 'a/b'],
      ['file', '{"a": "1&2\r\n"}'],
    ])
    expect(form).toMatchObject({ file: null })
    expect(read(body, 'multipart/form-data; boundary="x"')).toEqual(form)
  })

  test('reads text as UTF-8, and refuses what is none', () => {
    const form = read(asBytes(`${part('file', 'für Ana ✓')}--x--\r\n`))

    expect(new URLSearchParams((form as FormWithFile).fields).get('file')).toBe('für Ana ✓')
    expect(read(`${part('file', 'a\xff')}--x--\r\n`)).toMatchObject({ status: 400 })
  })

  test('keeps bytes apart from the fields, every one of them', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const body = `${part('_lesson', 'a/b')}${part('file', bytes.toString('latin1'), '; filename="a.db"')}--x--\r\n`

    const form = formOfFile(TYPE, body, { holds: 'bytes' }) as FormWithFile

    expect(form.fields).toBe('_lesson=a%2Fb')
    expect(bytes.equals(form.file!)).toBe(true)
  })

  test('has no bytes where no file was chosen', () => {
    const none = formOfFile(TYPE, `${part('file', '', '; filename=""')}--x--`, { holds: 'bytes' })
    expect((none as FormWithFile).file?.byteLength).toBe(0)
    const noField = formOfFile(TYPE, `${part('a', 'b')}--x--`, { holds: 'bytes' })
    expect((noField as FormWithFile).file).toBeNull()
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

test('two addresses take a file, and no name of the language is one', () => {
  expect(fileFormAt('/progress/import')?.holds).toBe('text')
  expect(fileFormAt('/sandbox/restore')?.holds).toBe('bytes')
  for (const path of ['/progress', '/sandbox', 'constructor', '__proto__'])
    expect(fileFormAt(path)).toBeNull()
})
