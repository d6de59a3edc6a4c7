import { renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build, createServer, type InlineConfig, type Plugin, type ViteDevServer } from 'vite'
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
    expect(getDemo('ana-comes-in')?.lesson).toBe(first?.path)
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
    await expect.poll(titles).toEqual(['Lesson 1'])

    writeLessonFile(root, TWO, lesson({ id: 'two' }))
    heard('add', TWO)
    await expect.poll(titles).toEqual(['Lesson 1', 'Lesson two'])

    rmSync(join(root, 'content/lessons', dirname(ONE)), { recursive: true })
    heard('unlink', ONE)
    await expect.poll(titles).toEqual(['Lesson two'])
  })

  test('tells those plugins of a changed course that would not hear of the file', async () => {
    const root = courseFolder(COURSE)
    const heard: number[] = []
    // As Astro’s do, which load the middleware anew where any module has changed.
    const counting: Plugin = {
      name: 'counting',
      hotUpdate({ modules }) {
        if (this.environment.name === 'ssr') heard.push(modules.length)
      },
    }
    const server = await devServer(root, [counting])
    await load(server)

    writeLessonFile(root, TWO, lesson({ id: 'two' }))
    server.watcher.emit('add', join(root, 'content/lessons', TWO))

    await expect.poll(() => heard).toEqual([1])
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

    await expect.poll(titles).toEqual(['Another one'])
  })

  test('stops a build for a start state with a mistake, and names the field', async () => {
    const files = { '../seeds/one.yaml': startState('one').replace('ana@', 'ANA@') }

    await expect(buildOf(courseFolder({ ...COURSE, ...files }))).rejects.toThrow(
      'content/seeds/one.yaml:5:12 User ANA@example.test: email is "ANA@example.test". Write a small address that ends in @example.test.',
    )
  })

  test('goes on with the other lessons while one has a mistake, and names it in the outline', async () => {
    const files = {
      '01-scopes/01-one/demos.yaml': demo('a', '  x: 1\n'),
      [TWO]: lesson({ id: 'two' }),
    }
    const server = await devServer(courseFolder({ ...COURSE, ...files }))
    const { lessons, parts } = await load(server)

    expect(lessons.map(({ path }) => path)).toEqual(['scopes/two'])
    expect(parts[0]?.outline.map(({ title, href, isBuilt }) => [title, href, isBuilt])).toEqual([
      ['Lesson one', '/lessons/scopes/one', false],
      ['Lesson two', '/lessons/scopes/two', true],
    ])
  })

  test('stops a build for every mistake at once', async () => {
    const files = {
      '01-scopes/01-one/demos.yaml': demo('a', '  x: 1\n'),
      [TWO]: lesson({ id: 'two', text: 'A <15 minutes.\n' }),
    }

    const told = buildOf(courseFolder({ ...COURSE, ...files }))
    await expect(told).rejects.toThrow('demos.yaml:9:3 Demo a has a key "x", which nobody reads.')
    await expect(told).rejects.toThrow('02-two/index.mdx:11:3 “<15” is read as the beginning')
  })

  test('builds in order to record what was never recorded, and for nothing else', async () => {
    const root = courseFolder({ ...COURSE, '01-scopes/01-one/demos.yaml': demo('a') })

    await expect(buildOf(root)).rejects.toThrow(
      'Demo a: it was never recorded. Record it: npm run lessons:record -- scopes/one',
    )
    vi.stubEnv('GLASSHOUSE_BUILD_TO_RECORD', 'yes')
    onTestFinished(() => void vi.unstubAllEnvs())
    await expect(buildOf(root)).resolves.toBeDefined()
  })

  test('stops a build for a listing that is not there', async () => {
    const text = '<Source file="src/nowhere.ts" region="x" />'
    const root = courseFolder({ ...COURSE, [ONE]: lesson({ text }) })

    await expect(buildOf(root)).rejects.toThrow(
      'content/lessons/01-scopes/01-one/index.mdx:11:1 <Source> names "src/nowhere.ts"',
    )
  })
})

describe('virtual:glasshouse/texts', () => {
  test('leads from the path of a lesson to its text, wherever its folder is now', async () => {
    const root = courseFolder({ ...COURSE, [TWO]: lesson({ id: 'two' }) })
    const server = await devServer(root)
    const code = async () =>
      (await server.environments.ssr.transformRequest('virtual:glasshouse/texts'))?.code ?? ''
    expect(await code()).toContain('/content/lessons/01-scopes/02-two/index.mdx')

    const lessons = join(root, 'content/lessons/01-scopes')
    renameSync(join(lessons, '02-two'), join(lessons, '05-two'))
    server.watcher.emit('unlink', join(root, 'content/lessons', TWO))
    server.watcher.emit('add', join(lessons, '05-two/index.mdx'))

    await expect.poll(code).not.toContain('02-two')
    expect(await code()).toContain('/content/lessons/01-scopes/05-two/index.mdx')
  })
})

test('a folder that got another name between two builds is what the second builds', async () => {
  const root = courseFolder({ ...COURSE, [TWO]: lesson({ id: 'two' }) })
  const textOf = async () => JSON.stringify(await buildOf(root, 'virtual:glasshouse/texts'))
  expect(await textOf()).toContain('from 02-two')

  const lessons = join(root, 'content/lessons/01-scopes')
  renameSync(join(lessons, '02-two'), join(lessons, '05-two'))
  const second = await textOf()

  expect(second).toContain('from 05-two')
  expect(second).not.toContain('from 02-two')
})

describe('the page of an author’s mistakes', () => {
  const BROKEN = lesson({ text: 'A <15 minutes.\n' })

  test('stands at the address of the lesson, and mends itself as the file is saved', async () => {
    const root = courseFolder({ ...COURSE, [ONE]: BROKEN, [TWO]: lesson({ id: 'two' }) })
    const server = await devServer(root)
    const reloads = vi.spyOn(server.ws, 'send')
    const { status, text } = await ask(server, '/lessons/scopes/one')
    expect(status).toBe(200)
    expect(text).toContain('<h1>One mistake</h1>')
    expect(text).toContain('line 11</a> <strong>“&lt;15” is read as the beginning of an element.')
    expect(text).toContain('<p class="write">Write &amp;lt;15, or say it in words.</p>')
    expect(text).toContain('/@vite/client')
    // The server behind it is asked for all that can be shown.
    expect((await ask(server, '/lessons/scopes/two')).text).toBe('behind')

    writeLessonFile(root, ONE, lesson())
    server.watcher.emit('all', 'change', join(root, 'content/lessons', ONE))

    await expect.poll(() => reloads.mock.calls).toContainEqual([{ type: 'full-reload', path: '*' }])
    expect((await ask(server, '/lessons/scopes/one')).text).toBe('behind')
  })

  test('is there for the whole course, as JSON too, with what the server has read', async () => {
    const root = courseFolder({ ...COURSE, [ONE]: BROKEN, [TWO]: lesson({ id: 'two' }) })
    const server = await devServer(root)

    expect((await ask(server, '/mistakes')).text).toContain('01-scopes/01-one/index.mdx</h2>')
    const { text } = await ask(server, '/mistakes', 'application/json')
    expect(JSON.parse(text)).toMatchObject({
      mistakes: [{ line: 11, column: 3, kind: 'broken' }],
      versions: { 'scopes/two': expect.stringMatching(/^[\da-f]{12}$/) as string },
    })
  })

  test('says where a lesson may have gone', async () => {
    const server = await devServer(courseFolder(COURSE))
    const { status, text } = await ask(server, '/lessons/scopes/onne')

    expect(status).toBe(404)
    expect(text).toContain('Did you mean scopes/one?')
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

    await expect.poll(() => statusesOf(server, 'one')).toEqual([['a', 200]])
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

    await expect.poll(line).toBe(2)
  })
})

async function devServer(root: string, before: readonly Plugin[] = []): Promise<ViteDevServer> {
  const { plugins, ...rest } = common(root)
  const server = await createServer({
    ...rest,
    plugins: [...before, plugins],
    // Each test says itself what the watcher would have heard.
    server: { middlewareMode: true, ws: false, watch: { ignored: '**' } },
    optimizeDeps: { noDiscovery: true },
  })
  onTestFinished(() => server.close())
  return server
}

/** What stands at an address; `behind` where the plugin leaves it to others. */
async function ask(server: ViteDevServer, url: string, accept = 'text/html') {
  let text = 'behind'
  const response = {
    statusCode: 200,
    setHeader: () => undefined,
    end: (words: string) => (text = words),
  }
  await new Promise<void>((resolve) => {
    const request = {
      url,
      method: 'GET',
      headers: { accept, host: 'localhost' },
      on: () => undefined,
    }
    const end = (words: string) => {
      text = words
      resolve()
    }
    const layer = server.middlewares.stack.find(
      ({ handle }) => (handle as { name?: string }).name === 'showMistakes',
    )
    const handle = layer?.handle as (...given: readonly unknown[]) => void
    handle(
      request,
      {
        ...response,
        end,
        set statusCode(code: number) {
          response.statusCode = code
        },
      },
      resolve,
    )
  })
  return { status: response.statusCode, text }
}

async function load(server: ViteDevServer): Promise<Course> {
  const { default: course } = (await server.ssrLoadModule(NAME)) as { default: Course }
  return course
}

const buildOf = (root: string, input = NAME) =>
  build({ ...common(root), build: { ssr: true, write: false, rolldownOptions: { input } } })

/** In place of what makes a page of a text: says which file it was given. */
const texts = {
  name: 'texts',
  load: (id: string) =>
    id.endsWith('.mdx') ? `export const Content = 'from ${basename(dirname(id))}'` : null,
}

const common = (root: string): InlineConfig => ({
  root,
  configFile: false,
  logLevel: 'silent',
  plugins: [coursePlugin(), texts],
})
