import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { Album } from '#site/card/album.ts'
import { altOf, type DrawnCard } from '#site/card/card.ts'

const course = new CourseReader(process.cwd(), 'test/a-course')
let folder = ''
let album: Album

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse-cards-'))
  album = new Album(course, join(folder, 'kept'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const allOf = ({ cards: { home, lessons, ends, demos } }: Album): readonly DrawnCard[] => [
  ...[home, ...Object.values(lessons), ...Object.values(ends)],
  ...Object.values(demos).flat(),
]

/** As the head of a PNG says it: how wide, how high, and 3 for a palette. */
const headOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20), png[25]]

describe('the cards of a course', () => {
  test('are one for each lesson, one for each step that was recorded, and one for the course', () => {
    const { lessons, demos, home } = album.cards

    expect(Object.keys(lessons)).toContain('forms/wrong-addresses')
    expect(demos['six-tries']?.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6])
    expect(home.title).toBe('An auth server with glass walls')
  })

  test('say what stopped a request, by its name', () => {
    const [blank] = album.cards.demos['six-tries'] ?? []

    expect(blank?.title).toBe('My request died at validateRequired')
    expect(altOf(blank!)).toBe(
      "The house in section. My request died at validateRequired: The changeset refused Bo’s request. email can't be blank.",
    )
    expect(blank?.sent).toEqual(['/as/bo/users/register', 'user[email]', ''])
  })

  test('are one for each end that was recorded', () => {
    const { ends } = album.cards

    expect(ends['refused.changeset']?.title).toBe('My request died at the changeset')
    expect(ends['answered.constraint']?.title).toBe(
      'My request reached the constraints, and came back',
    )
  })

  test('hold nothing that was secret', () => {
    const told = JSON.stringify(album.cards)

    expect(told).not.toContain('redacted')
    expect(told).not.toMatch(/password\]/)
  })
})

describe('their pictures', () => {
  test('are 1200 by 630, in a palette, and small', async () => {
    const png = (await album.draw(album.cards.home.name))!

    expect(headOf(png)).toEqual([1200, 630, 3])
    expect(png.length).toBeLessThan(60_000)
  })

  test('are one file for all that look alike, and drawn once', async () => {
    const names = new Set(allOf(album).map(({ name }) => name))

    await album.writeAll(join(folder, 'site'))
    const files = readdirSync(join(folder, 'site'))
    const kept = readdirSync(join(folder, 'kept'))
    const [first = ''] = kept
    utimesSync(join(folder, 'kept', first), 1, Date.now() / 1000 - 60)
    const before = statSync(join(folder, 'kept', first)).mtimeMs
    await new Album(course, join(folder, 'kept')).writeAll(join(folder, 'again'))

    expect(files.length).toBe(names.size)
    expect(allOf(album).length).toBeGreaterThan(names.size)
    expect(kept.toSorted()).toEqual(files.toSorted())
    expect(statSync(join(folder, 'kept', first)).mtimeMs).toBe(before)
    expect(readFileSync(join(folder, 'again', first))).toEqual(
      readFileSync(join(folder, 'site', first)),
    )
  })

  test('of sixty days ago are forgotten', async () => {
    const [first = ''] = readdirSync(join(folder, 'kept'))
    utimesSync(join(folder, 'kept', first), 1, 1)

    await album.writeAll(join(folder, 'site'))

    expect(readdirSync(join(folder, 'kept'))).not.toContain(first)
  })

  test('are none by another name', async () => {
    expect(await album.draw('../../package')).toBeNull()
  })
})
