/**
 * All cards of a course, drawn when somebody wants them. A picture is named by
 * what it shows: what did not change since it was last drawn is taken from
 * where it was kept, and nothing is drawn twice.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { CourseReader } from '#course/course-reader.ts'
import { DAY } from '#lib/duration.ts'
import { REDACTED } from '#lib/redacted.ts'
import { requestSent } from '#trace/request-sent.ts'
import { cardSvg } from './card-svg.ts'
import type { Card, Cards, DrawnCard, StepCard } from './card.ts'
import {
  endCard,
  endNameOf,
  homeCard,
  lessonCard,
  listRecorded,
  stepCard,
  type Recorded,
} from './cards-of.ts'
import { lightColours, type Colours } from './colours.ts'
import { titleOf } from './headline.ts'

// A palette makes it a third as large; more effort, or more colours, and it looks the same.
const PNG = { palette: true, colours: 48, quality: 80, effort: 1, compressionLevel: 9, dither: 0 }
/** As many as cores, at least those of a small machine: what else reads files waits behind them. */
const AT_ONCE = 2
const LENGTH_OF_NAME = 12
/** What no build has drawn for so long is no course’s any more. */
const KEPT_FOR = 60 * DAY

sharp.concurrency(1)

export class Album {
  readonly cards: Cards
  readonly #svgs = new Map<string, string>()
  readonly #cache: string
  readonly #colour: Colours

  /** `cache`: a folder that holds what was drawn before. */
  constructor(course: CourseReader, cache: string) {
    const { about, lessons } = course.read().course
    this.#cache = cache
    this.#colour = lightColours(about.theme)
    const recorded = listRecorded(course)
    const byLesson = Map.groupBy(recorded, ({ lesson }) => lesson.path)
    const byDemo = Map.groupBy(recorded, ({ demo }) => demo.id)
    const requests = recorded.filter(({ trace: { kind = 'request' } }) => kind === 'request')
    const byEnd = Map.groupBy(requests, ({ trace }) => endNameOf(trace))
    this.cards = {
      home: this.#add(homeCard(about, recorded)),
      lessons: Object.fromEntries(
        lessons.map((lesson) => [
          lesson.path,
          this.#add(lessonCard(about, lesson, byLesson.get(lesson.path) ?? [])),
        ]),
      ),
      ends: Object.fromEntries(
        [...byEnd].map(([name, [first]]) => [name, this.#add(endCard(about, first!.trace))]),
      ),
      demos: Object.fromEntries(
        [...byDemo].map(([demo, own]) => [
          demo,
          own.map((each): StepCard => ({
            ...this.#add(stepCard(about, each)),
            ...{ step: each.step, sent: sentIn(each) },
          })),
        ]),
      ),
    }
  }

  #add(card: Card): DrawnCard {
    const svg = cardSvg(card, this.#colour)
    const hash = createHash('sha256').update(svg).update(JSON.stringify(PNG)).digest('hex')
    const name = hash.slice(0, LENGTH_OF_NAME)
    this.#svgs.set(name, svg)
    return { name, title: titleOf(card.headline), text: card.text.map(ended).join(' ') }
  }

  /** The picture of this name, or `null`. */
  async draw(name: string): Promise<Buffer | null> {
    const svg = this.#svgs.get(name)
    if (svg === undefined) return null
    const file = join(this.#cache, `${name}.png`)
    const kept = await readFile(file).catch(() => null)
    if (kept) return kept
    const png = await sharp(Buffer.from(svg)).png(PNG).toBuffer()
    // Two builds may draw at once: what one of them reads is whole.
    const own = `${file}.${process.pid}`
    await mkdir(this.#cache, { recursive: true })
    await writeFile(own, png)
    await rename(own, file)
    return png
  }

  /** Draws what is missing, a few at once. */
  async drawAll(): Promise<void> {
    const names = [...this.#svgs.keys()]
    const next = async (): Promise<void> => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) await this.draw(name)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, next))
  }

  /** Puts each into a folder of the site, and forgets what was kept for too long. */
  async writeAll(folder: string): Promise<void> {
    await this.drawAll()
    await mkdir(folder, { recursive: true })
    for (const name of this.#svgs.keys())
      await writeFile(join(folder, `${name}.png`), (await this.draw(name))!)
    await forgetOld(this.#cache)
  }
}

/** A message of a form has no full stop. */
const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** As a moment would say it. What is secret was never recorded. */
function sentIn({ trace }: Recorded): readonly string[] | null {
  const sent = requestSent(trace)
  if (!sent || trace.kind === 'console') return null
  if (sent.method === 'GET') return []
  const fields = sent.fields.filter(([name]) => name !== '_step')
  if (fields.some(([, value]) => value === REDACTED)) return null
  return [sent.base + sent.path, ...fields.flat()]
}

async function forgetOld(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name)
    const { mtimeMs } = await stat(file)
    if (Date.now() - mtimeMs > KEPT_FOR) await rm(file, { force: true })
  }
}
