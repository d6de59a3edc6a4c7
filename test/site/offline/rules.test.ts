import { describe, expect, test } from 'vitest'
import {
  filesIn,
  isTakenBack,
  lessonOf,
  listedIn,
  mayBeKept,
  MOST_BYTES,
  MOST_LESSONS,
  recordingsIn,
  titleIn,
  tooMany,
  wayOf,
  withNote,
} from '#site/offline/rules.ts'

const ORIGIN = 'https://course.example'
const asked = (path: string, more = {}) => ({
  ...{ method: 'GET', url: ORIGIN + path, destination: '', isPart: false },
  ...more,
})
const DOCUMENT = { destination: 'document' }

describe('wayOf', () => {
  test.for([
    ['a lesson', '/lessons/persons/who-comes-in', DOCUMENT, 'page'],
    ['a page of the app, to say that it is not kept', '/users/log-in', DOCUMENT, 'page'],
    ['a recording, for a stage', '/recordings/persons/who-comes-in/six-tries.2', {}, 'page'],
    ['what every page has', '/theme.js', { destination: 'script' }, 'page'],
    ['a sheet', '/_astro/site.CX7ZmUOw.css', { destination: 'style' }, 'file'],
    ['a script', '/_astro/Base.astro_astro_type_0.NxbAKG9i.js', { destination: 'script' }, 'file'],
  ] as const)('%s', ([, path, more, way]) => {
    expect(wayOf(asked(path, more), ORIGIN)).toBe(way)
  })

  test.for([
    ['an act', '/acts', { method: 'POST' }],
    ['a form', '/users/log-in', { method: 'POST', ...DOCUMENT }],
    ['the head of a lesson', '/lessons/a/b', { method: 'HEAD', ...DOCUMENT }],
    ['a piece of the app', '/users/register', {}],
    ['a trace', '/sandbox/traces/newest?of=x', {}],
    ['a table', '/sandbox/tables/users', {}],
    ['the stream', '/sandbox/events', {}],
    ['a call of the prompt', '/console/calls', { method: 'POST' }],
    ['its frame', '/console/frame', { destination: 'iframe' }],
    ['a lab', '/labs/peel', {}],
    ['progress', '/fragments/progress', {}],
    ['somebody’s page', '/as/ana/scores', {}],
    ['a lesson, for a script', '/lessons/a/b', {}],
    ['a recording with a question', '/recordings/a/b/c.1?x', {}],
    ['what looks like a recording', '/recordings/a/b/c.1/../../../sandbox', {}],
    ['a database', '/_astro/sql-wasm-browser.Bu87Kycj.wasm', {}],
    ['a part of a script', '/_astro/a.b.js', { isPart: true }],
    ['this worker', '/offline.js', {}],
  ] as const)('is none for %s', ([, path, more]) => {
    expect(wayOf(asked(path, more), ORIGIN)).toBeNull()
  })

  test('is none for another origin', () => {
    const url = 'https://elsewhere.example/lessons/a/b'

    expect(wayOf({ ...asked(''), url, ...DOCUMENT }, ORIGIN)).toBeNull()
  })
})

describe('lessonOf', () => {
  test.for([
    ['/lessons/persons/who-comes-in', '/lessons/persons/who-comes-in'],
    ['/recordings/persons/who-comes-in/six-tries.12', '/lessons/persons/who-comes-in'],
    ['/lessons', null],
    ['/lessons/persons', null],
    ['/lessons/persons/who-comes-in/x', null],
    ['/teach/lessons/persons/who-comes-in', null],
    ['/sandbox/lessons/a', null],
    ['/as/ana/lessons/a/b', null],
    ['/users/settings', null],
    ['/', null],
  ] as const)('of %s is %s', ([path, lesson]) => {
    expect(lessonOf(path)).toBe(lesson)
  })
})

describe('mayBeKept', () => {
  const answer = (headers: Record<string, string>, more = {}) => ({
    ...{ status: 200, type: 'basic', redirected: false },
    headers: new Headers({ 'content-type': 'text/html; charset=utf-8', ...headers }),
    ...more,
  })

  test('is a page as anybody gets it', () => {
    expect(mayBeKept(answer({ 'cache-control': 'public, max-age=0, must-revalidate' }))).toBe(true)
  })

  test.for([
    ['that says so itself', answer({ 'cache-control': 'no-store' })],
    ['that holds facts of somebody', answer({ 'content-type': 'application/json' })],
    ['that is a file to take away', answer({ 'content-type': 'application/vnd.sqlite3' })],
    ['that was sent elsewhere', answer({}, { redirected: true })],
    ['of an error', answer({}, { status: 500 })],
    ['that is not there', answer({}, { status: 404 })],
    ['of half a file', answer({}, { status: 206 })],
    ['of another origin', answer({}, { type: 'cors' })],
    ['that nobody can look into', answer({}, { type: 'opaque', status: 0 })],
  ] as const)('is no answer %s', ([, given]) => {
    expect(mayBeKept(given)).toBe(false)
  })
})

test('the site has taken it back where the file is gone, or something else is there', () => {
  const json = 'application/json'

  expect([404, 410].map((status) => isTakenBack(status, json))).toEqual([true, true])
  expect(isTakenBack(200, 'text/html')).toBe(true)
  expect([200, 304, 500, 503].map((status) => isTakenBack(status, json))).toEqual(
    Array.from({ length: 4 }, () => false),
  )
})

describe('a page names', () => {
  const HTML = `<title>Down &amp; back · The course</title>
    <link rel="stylesheet" href="/_astro/site.a.css"><link href="/_astro/site.a.css">
    <noscript data-later="/_astro/in-use.b.css"></noscript><script src="/_astro/Base.c.js"></script>
    <img src="/_astro/picture.png"><a href="/sandbox">
    <form data-run="six-tries.1"><form data-run="six-tries.2"><form data-run="six-tries.2">
    <form data-run="../../sandbox.1">`

  test('its sheets and scripts, each once', () => {
    expect(filesIn(HTML)).toEqual([
      ...['/_astro/site.a.css', '/_astro/in-use.b.css', '/_astro/Base.c.js'],
    ])
  })

  test('the recordings of its steps', () => {
    expect(recordingsIn(HTML, '/lessons/a/b')).toEqual([
      ...['/recordings/a/b/six-tries.1', '/recordings/a/b/six-tries.2'],
    ])
  })

  test('its title, which stays markup', () => {
    expect(titleIn(HTML)).toBe('Down &amp; back')
    expect(titleIn('<title>"><script</title>')).not.toMatch(/[<>"]/)
  })
})

describe('tooMany', () => {
  const lesson = (at: number, bytes = 1_000) => ({ path: `/lessons/a/${at}`, at, bytes })

  test('lets the oldest go', () => {
    const all = Array.from({ length: MOST_LESSONS + 2 }, (_, at) => lesson(at))

    expect(tooMany(all)).toEqual(['/lessons/a/0', '/lessons/a/1'])
  })

  test('counts bytes as well, and always keeps the newest', () => {
    expect(tooMany([lesson(1), lesson(2, MOST_BYTES), lesson(3)])).toEqual([
      ...['/lessons/a/1', '/lessons/a/2'],
    ])
    expect(tooMany([lesson(1, MOST_BYTES * 2)])).toEqual([])
  })
})

test('a kept page says that it is one, first of all', () => {
  expect(withNote('<body class="x"><header>')).toMatch(
    /^<body class="x"><p class="plain-http" role="status">You are offline, .*<\/p><header>$/,
  )
})

test('the page for others lists what is kept, or says that nothing is', () => {
  const page = '<ul><li>%lessons%</li></ul>'

  expect(listedIn(page, [{ path: '/lessons/a/b', title: "$' &amp; $1" }])).toBe(
    `<ul><li><a href="/lessons/a/b">$' &amp; $1</a></li></ul>`,
  )
  expect(listedIn(page, [])).toMatch(/^<ul><li>None yet: .*<\/li><\/ul>$/)
})
