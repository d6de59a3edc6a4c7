import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { Mailbox, type MailDraft } from '#sandbox/mailbox.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { mailFile } from '#sandbox/mail-file.ts'
import { test } from '../support/fixtures.ts'

const draft = (number: number): MailDraft => ({
  ...{ to: 'ana@example.com', subject: `Mail ${number}`, text: `Hi,\n\n${number}` },
})
const subjects = async (mailbox: Mailbox) => (await mailbox.list()).map(({ subject }) => subject)
const times = <Value>(count: number, fn: (number: number) => Value) =>
  Array.from({ length: count }, (_, index) => fn(index + 1))

describe('deliver', () => {
  test('keeps the mail, with an id and the time of the sandbox', async ({ mailbox, clock }) => {
    clock.advance(7)

    const mail = await mailbox.deliver(draft(1))

    expect(mail).toEqual({ ...draft(1), id: mail.id, deliveredAt: clock.now() })
    expect(mail.id).toMatch(/^[\w-]{16}$/)
    expect(Object.isFrozen(mail)).toBe(true)
    expect(await mailbox.list()).toEqual([mail])
  })

  test('puts the newest first', async ({ mailbox }) => {
    for (const number of [1, 2, 3]) await mailbox.deliver(draft(number))

    expect(await subjects(mailbox)).toEqual(['Mail 3', 'Mail 2', 'Mail 1'])
  })

  test('keeps a hundred, and lets the oldest go', async ({ mailbox, folder }) => {
    for (let number = 1; number <= 102; number += 1) await mailbox.deliver(draft(number))

    const kept = await subjects(mailbox)
    expect([kept.length, kept.at(0), kept.at(-1)]).toEqual([100, 'Mail 102', 'Mail 3'])
    const stored = JSON.parse(await readFile(join(folder, 'mailbox.json'), 'utf8')) as unknown[]
    expect(stored).toHaveLength(100)
  })

  test('loses none of fifty at the same time', async ({ mailbox, folder, clock }) => {
    await Promise.all(times(50, (number) => mailbox.deliver(draft(number))))

    const expected = times(50, (number) => `Mail ${51 - number}`)
    expect(await subjects(mailbox)).toEqual(expected)
    expect(
      await subjects(new Mailbox(mailFile(join(folder, 'mailbox.json')), () => clock.now())),
    ).toEqual(expected)
  })

  test('cuts a text that is too long', async ({ mailbox }) => {
    const { text } = await mailbox.deliver({ ...draft(1), text: 'a'.repeat(100_000) })

    expect(text).toHaveLength(4_000)
  })

  test('leaves no drafts behind', async ({ mailbox, folder }) => {
    await Promise.all(times(5, (number) => mailbox.deliver(draft(number))))

    expect(await readdir(folder)).toEqual(['mailbox.json'])
  })

  test('tells of each mail, and of how many there are, once it is kept', async ({ folder }) => {
    const told: unknown[] = []
    const mailbox = new Mailbox(mailFile(join(folder, 'm.json')), Date.now, ({ subject }, count) =>
      told.push([subject, count]),
    )

    await Promise.all(times(3, (number) => mailbox.deliver(draft(number))))

    expect(told).toEqual([
      ['Mail 1', 1],
      ['Mail 2', 2],
      ['Mail 3', 3],
    ])
  })

  test('is a step that says to whom and about what, and not what', async ({ mailbox }) => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })

    await collect(recorder, () => mailbox.deliver({ ...draft(1), text: 'canary-4711' }))

    const { steps } = recorder.snapshot()
    expect(steps).toMatchObject([
      {
        ...{ layer: 'mail', name: 'Mailbox.deliver', tag: 'mail.deliver' },
        detail: '“Mail 1” to ana@example.com',
        data: { to: 'ana@example.com', subject: 'Mail 1' },
      },
    ])
    expect(JSON.stringify(steps)).not.toContain('canary')
  })

  test('throws when it cannot write, and keeps what it has', async ({ folder, clock }) => {
    const file = join(folder, 'below', 'mailbox.json')
    const mailbox = new Mailbox(mailFile(file), () => clock.now())
    const failing = await Promise.allSettled(times(3, (number) => mailbox.deliver(draft(number))))
    expect(failing.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])

    await mkdir(join(folder, 'below'))
    await mailbox.deliver(draft(4))

    expect(await subjects(mailbox)).toEqual(['Mail 4'])
  })
})

describe('list', () => {
  test('is empty before the first mail, and writes no file', async ({ mailbox, folder }) => {
    expect(await mailbox.list()).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  test('finds the mails of a mailbox that was open before', async ({ mailbox, folder, clock }) => {
    const mails = [await mailbox.deliver(draft(1)), await mailbox.deliver(draft(2))]

    const again = new Mailbox(mailFile(join(folder, 'mailbox.json')), () => clock.now())

    expect(await again.list()).toEqual(mails.toReversed())
    await again.deliver(draft(3))
    expect(await subjects(again)).toEqual(['Mail 3', 'Mail 2', 'Mail 1'])
  })

  test.for([
    ...['', '[', '[{"id":', 'null', '{}', '"mails"', '7', '\0\0\0\0', '[null]', '[{"id":1},null]'],
    '[{"id":"1","to":"a@b","subject":"Hi","text":"hello","deliveredAt":"today"}]',
  ])(
    'is empty for a file that holds %j, and takes new mail',
    async (content, { folder, clock }) => {
      const file = join(folder, 'mailbox.json')
      await writeFile(file, content)
      const mailbox = new Mailbox(mailFile(file), () => clock.now())

      expect(await mailbox.list()).toEqual([])
      expect(mailbox.wasBroken).toBe(true)
      await mailbox.deliver(draft(1))

      expect(await subjects(mailbox)).toEqual(['Mail 1'])
    },
  )

  test.for([
    ['a folder', (file: string) => mkdir(file)],
    ['a link', (file: string) => symlink('/etc/hostname', file)],
    ['a pipe', (file: string) => Promise.resolve(execFileSync('mkfifo', [file]))],
    ['much too long', (file: string) => writeFile(file, `[${' '.repeat(5_000_000)}]`)],
  ] as const)(
    'is empty where the file is %s, and takes new mail',
    async ([, make], { folder, clock }) => {
      const file = join(folder, 'mailbox.json')
      await make(file)
      const mailbox = new Mailbox(mailFile(file), () => clock.now())

      expect(await mailbox.list()).toEqual([])
      await mailbox.deliver(draft(1))

      expect(await subjects(mailbox)).toEqual(['Mail 1'])
    },
  )

  test('hands what it cannot read to whoever keeps it', async ({ folder, clock }) => {
    const file = join(folder, 'mailbox.json')
    await writeFile(file, '{}')
    const aside = join(folder, 'aside')
    const mailbox = new Mailbox(
      mailFile(file, () => rename(file, aside)),
      () => clock.now(),
    )

    await mailbox.list()

    expect(await readdir(folder)).toEqual(['aside'])
    expect(new Mailbox(mailFile(file), Date.now).wasBroken).toBe(false)
  })

  test('keeps the newest mails, as many as are short enough together', async ({
    mailbox,
    folder,
  }) => {
    // Each sign takes three bytes.
    for (let number = 1; number <= 60; number += 1)
      await mailbox.deliver({ ...draft(number), text: '✓'.repeat(4_000) })

    const kept = await subjects(mailbox)
    expect(kept[0]).toBe('Mail 60')
    expect(kept.length).toBeGreaterThan(40)
    expect(kept.length).toBeLessThan(60)
    expect((await stat(join(folder, 'mailbox.json'))).size).toBeLessThan(Mailbox.mostBytes * 1.1)
  })
})

describe('get', () => {
  test('finds a mail by its id, or none', async ({ mailbox }) => {
    const mail = await mailbox.deliver(draft(1))

    expect(await mailbox.get(mail.id)).toBe(mail)
    for (const id of ['', 'nowhere', '__proto__', '0', 'length', '../mailbox'])
      expect(await mailbox.get(id)).toBeNull()
  })
})
