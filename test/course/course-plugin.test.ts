import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, createServer, type InlineConfig, type ViteDevServer } from 'vite'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { getDemo, getLesson, listLessons, listParts } from '#course/course.ts'
import type { Course } from '#course/course-data.ts'
import { coursePlugin } from '#course/course-plugin.mjs'
import type { Trace } from '#trace/trace-step.ts'
import { courseFolder, demo, lesson, part, startState, writeLessonFile } from './course-folder.ts'

const NAME = 'virtual:glasshouse/course'
const ONE = '01-scopes/01-one/index.mdx'
const TWO = '01-scopes/02-two/index.mdx'
const COURSE = { '01-scopes/part.yaml': part(), [ONE]: lesson() }

describe('virtual:glasshouse/course', () => {
  test('is what the front door of the course answers from', () => {
    const [first] = listLessons()

    expect(first?.number).toBe('1.1')
    expect(getLesson(first?.path ?? '')).toBe(first)
    expect(getDemo('a-first-visit')?.lesson).toBe(first?.path)
    expect(listParts().map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
  })

  test('knows nothing of what is not there', () => {
    expect(getLesson('scopes/nowhere')).toBeNull()
    expect(getLesson('__proto__')).toBeNull()
    expect(getDemo('nothing')).toBeNull()
  })

  test('follows an author who edits, adds and removes a lesson', async () => {
    const root = courseFolder(COURSE)
    const server = await devServer(root)
    const titles = async () => (await load(server)).lessons.map(({ title }) => title)
    const heard = (what: 'change' | 'add' | 'unlink', path: string) =>
      server.watcher.emit(what, join(root, 'content/lessons', path))
    expect(await titles()).toEqual(['Lesson one'])

    writeLessonFile(root, ONE, lesson().replace('Lesson one', 'Lesson 1'))
    heard('change', ONE)
    await vi.waitFor(async () => expect(await titles()).toEqual(['Lesson 1']))

    writeLessonFile(root, TWO, lesson({ id: 'two' }))
    heard('add', TWO)
    await vi.waitFor(async () => expect(await titles()).toEqual(['Lesson 1', 'Lesson two']))

    rmSync(join(root, 'content/lessons', dirname(ONE)), { recursive: true })
    heard('unlink', ONE)
    await vi.waitFor(async () => expect(await titles()).toEqual(['Lesson two']))
  })

  test('follows an author who edits a start state', async () => {
    const root = courseFolder({ ...COURSE, '../seeds/one.yaml': startState('one') })
    const server = await devServer(root)
    const titles = async () => (await load(server)).startStates.map(({ title }) => title)
    expect(await titles()).toEqual(['A start state'])

    writeLessonFile(
      root,
      '../seeds/one.yaml',
      startState('one').replace('A start state', 'Another one'),
    )
    server.watcher.emit('change', join(root, 'content/seeds/one.yaml'))

    await vi.waitFor(async () => expect(await titles()).toEqual(['Another one']))
  })

  test('stops a build for a start state with a mistake, and names the field', async () => {
    const files = { '../seeds/one.yaml': startState('one').replace('ana@', 'ANA@') }

    await expect(buildOf(courseFolder({ ...COURSE, ...files }))).rejects.toThrow(
      'content/seeds/one.yaml: users.0.email: Write a small address that ends in @example.test.',
    )
  })

  test('says what is wrong while an author writes', async () => {
    const root = courseFolder({ ...COURSE, '01-scopes/01-one/demos.yaml': demo('a', '  x: 1\n') })
    const server = await devServer(root)

    await expect(load(server)).rejects.toThrow(
      'content/lessons/01-scopes/01-one/demos.yaml: 0: Unrecognized key: "x"',
    )
  })

  test('stops a build for a listing that is not there', async () => {
    const text = '<Source file="src/nowhere.ts" region="x" />'
    const root = courseFolder({ ...COURSE, [ONE]: lesson({ text }) })

    await expect(buildOf(root)).rejects.toThrow(
      'content/lessons/01-scopes/01-one/index.mdx:11: <Source> names "src/nowhere.ts"',
    )
  })
})

describe('virtual:glasshouse/recordings', () => {
  const RECORDINGS = '01-scopes/01-one/recordings.json'
  const recorded = (status: number, source: object | null = null) => {
    const step = { id: 1, parent: null, layer: 'plug', name: 'a', tag: 'plug.a', outcome: 'ok' }
    const steps = [{ ...step, detail: '', source, data: {} }]
    return [{ title: 'POST /users/register', persona: 'you', status, steps }]
  }
  const BOTH = {
    ...COURSE,
    '01-scopes/01-one/demos.yaml': demo('a'),
    [RECORDINGS]: JSON.stringify({ a: recorded(422) }),
    [TWO]: lesson({ id: 'two' }),
    '01-scopes/02-two/demos.yaml': demo('b'),
    '01-scopes/02-two/recordings.json': JSON.stringify({ b: recorded(303) }),
  }
  type Recorded = Readonly<Record<string, readonly Trace[]>>
  const recordingsOf = async (server: ViteDevServer, id: string) => {
    const module = await server.ssrLoadModule(`virtual:glasshouse/recordings/${id}`)
    return (module as { default: Recorded }).default
  }
  const statusesOf = async (server: ViteDevServer, id: string) =>
    Object.entries(await recordingsOf(server, id)).map(([demo, traces]) => [
      demo,
      ...traces.map(({ status }) => status),
    ])

  test('is a module for each lesson, with the recordings of that one alone', async () => {
    const server = await devServer(courseFolder(BOTH))

    expect(await statusesOf(server, 'one')).toEqual([['a', 422]])
    expect(await statusesOf(server, 'two')).toEqual([['b', 303]])
    expect(await statusesOf(server, 'three')).toEqual([])
  })

  test('leads from the path of a lesson to its module', async () => {
    const server = await devServer(courseFolder(BOTH))
    const { default: byLesson } = (await server.ssrLoadModule('virtual:glasshouse/recordings')) as {
      default: Record<string, () => Promise<{ default: Recorded }>>
    }

    expect(Object.keys(byLesson)).toEqual(['scopes/one', 'scopes/two'])
    expect(Object.keys((await byLesson['scopes/two']!()).default)).toEqual(['b'])
  })

  test('follows a new recording', async () => {
    const root = courseFolder(BOTH)
    const server = await devServer(root)
    expect(await statusesOf(server, 'one')).toEqual([['a', 422]])

    writeLessonFile(root, RECORDINGS, JSON.stringify({ a: recorded(200) }))
    server.watcher.emit('change', join(root, 'content/lessons', RECORDINGS))

    await vi.waitFor(async () => expect(await statusesOf(server, 'one')).toEqual([['a', 200]]))
  })

  test('finds a recorded line where it is once its file was edited', async () => {
    const recording = recorded(422, { file: 'src/a.ts', text: 'go()' })
    const root = courseFolder({
      ...BOTH,
      [RECORDINGS]: JSON.stringify({ a: recording }),
      '../../src/a.ts': 'go()\n',
    })
    const server = await devServer(root)
    const line = async () => (await recordingsOf(server, 'one'))['a']?.[0]?.steps[0]?.source?.line
    expect(await line()).toBe(1)

    writeLessonFile(root, '../../src/a.ts', '// First.\ngo()\n')
    server.watcher.emit('change', join(root, 'src/a.ts'))

    await vi.waitFor(async () => expect(await line()).toBe(2))
  })
})

async function devServer(root: string): Promise<ViteDevServer> {
  const server = await createServer({
    ...common(root),
    // Each test says itself what the watcher would have heard.
    server: { middlewareMode: true, ws: false, watch: { ignored: '**' } },
    optimizeDeps: { noDiscovery: true },
  })
  onTestFinished(() => server.close())
  return server
}

async function load(server: ViteDevServer): Promise<Course> {
  const { default: course } = (await server.ssrLoadModule(NAME)) as { default: Course }
  return course
}

const buildOf = (root: string) =>
  build({ ...common(root), build: { ssr: true, write: false, rolldownOptions: { input: NAME } } })

const common = (root: string): InlineConfig => ({
  root,
  configFile: false,
  logLevel: 'silent',
  plugins: [coursePlugin()],
})
