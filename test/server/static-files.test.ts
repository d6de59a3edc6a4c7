import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { serveStaticFiles } from '#server/static-files.ts'
import { HttpServer, readAll, test as base } from '../support/http-server.ts'

const SCRIPT = 'console.log("hello")'
const FILES: Readonly<Record<string, string | Buffer>> = {
  'client/index.html': 'the home page',
  'client/lessons.html': 'all lessons',
  'client/lessons/scopes.html': 'one lesson',
  'client/404.html': 'not found',
  'client/error.html': 'an error',
  'client/favicon.svg': '<svg/>',
  'client/_astro/stage.a1b2c3.js': SCRIPT,
  'client/_astro/stage.a1b2c3.js.br': brotliCompressSync(SCRIPT),
  'client/_astro/stage.a1b2c3.js.gz': gzipSync(SCRIPT),
  'client/.env': 'SECRET=1',
  'client/.git/HEAD': 'ref: refs/heads/main',
  'server/entry.mjs': 'export {}',
}

const NOBODY = { next: () => undefined, failed: () => undefined }

interface Site {
  /** The folder that is served. */
  readonly folder: string
  /** Asks as a browser would; `fetch` asks for compressed files by itself. */
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>
  /** Asks for a target as it is, and returns the whole answer. */
  readonly raw: (target: string, ...lines: readonly string[]) => Promise<string>
}

async function serveFiles(server: HttpServer, folder: string): Promise<string> {
  for (const [name, content] of Object.entries(FILES)) {
    await mkdir(join(folder, dirname(name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  const serve = serveStaticFiles(join(folder, 'client'))
  return server.answer((request, response) =>
    serve(request, response, {
      next: () => response.writeHead(404).end('left to the app'),
      failed: (error) => response.writeHead(500).end(String(error)),
      // As the front found it in the address, before it took it out.
      persona: request.headers['x-persona']?.toString(),
    }),
  )
}

const test = base.extend<{ readonly site: Site }>({
  site: async ({ server }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    const address = await serveFiles(server, folder)
    await use({
      folder: join(folder, 'client'),
      get: (path, headers = {}) => fetch(address + path, { headers, redirect: 'manual' }),
      raw: async (target, ...lines) => {
        const head = [`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close', ...lines, '', '']
        return readAll(await server.send(head.join('\r\n')))
      },
    })
    await rm(folder, { recursive: true })
  },
})

describe('serveStaticFiles', () => {
  test.for([
    ['/', 'the home page', 'text/html; charset=utf-8'],
    ['/?lesson=x', 'the home page', 'text/html; charset=utf-8'],
    ['/lessons', 'all lessons', 'text/html; charset=utf-8'],
    ['/lessons/scopes', 'one lesson', 'text/html; charset=utf-8'],
    ['/favicon.svg', '<svg/>', 'image/svg+xml'],
    ['/_astro/stage.a1b2c3.js', SCRIPT, 'text/javascript; charset=utf-8'],
  ] as const)('answers %s', async ([path, text, type], { site }) => {
    const response = await site.get(path)

    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(await response.text()).toBe(text)
  })

  test.for([
    '/users/register',
    '/lessons.html',
    '/lessons/scopes.html',
    '/index',
    '/index.html',
    '/lessons/index',
    '/404',
    '/error',
    '/_astro/stage.a1b2c3.js.br',
    '/_astro/stage.a1b2c3.js.gz',
    '/_astro',
    '/.env',
    '/.git/HEAD',
    '/constructor',
    '/__proto__',
    '/LESSONS',
  ])('leaves %s to the app', async (path, { site }) => {
    const response = await site.get(path)

    expect(response.status).toBe(404)
    expect(await response.text()).toBe('left to the app')
  })

  test.for([
    '/../server/entry.mjs',
    '/%2e%2e/server/entry.mjs',
    '/..%2fserver/entry.mjs',
    '/..%5cserver',
    '/%00',
  ])('leads nowhere outside its folder: %s', async (target, { site }) => {
    expect(await site.raw(target)).toContain('left to the app')
  })

  test('sends a page with a slash at its end to the one without', async ({ site }) => {
    const response = await site.get('/lessons/scopes/?x=1')

    expect(response.status).toBe(308)
    expect(response.headers.get('location')).toBe('/lessons/scopes?x=1')
  })

  test('leaves a persona who they are on the way there', async ({ site }) => {
    const response = await site.get('/users/log-in/', { 'x-persona': 'alice' })

    expect(response.headers.get('location')).toBe('/as/alice/users/log-in')
  })

  test('sends the smaller file to who can read it', async ({ site }) => {
    const answer = await site.raw('/_astro/stage.a1b2c3.js', 'Accept-Encoding: gzip, br')

    expect(answer).toContain('content-encoding: br')
    expect(answer).toContain('vary: Accept-Encoding')
    const small = brotliCompressSync(SCRIPT)
    expect(answer).toContain(`content-length: ${small.byteLength}`)
    expect(brotliDecompressSync(small).toString()).toBe(SCRIPT)
  })

  test('sends the file itself to who reads nothing else', async ({ site }) => {
    const answer = await site.raw('/_astro/stage.a1b2c3.js')

    expect(answer).not.toContain('content-encoding')
    expect(answer).toContain(SCRIPT)
  })

  test.for([
    ['/_astro/stage.a1b2c3.js', 'public, max-age=31536000, immutable'],
    ['/', 'public, max-age=0, must-revalidate'],
    ['/lessons/scopes', 'public, max-age=0, must-revalidate'],
    ['/favicon.svg', 'public, max-age=604800'],
  ] as const)('lets a browser keep %s: %s', async ([path, expected], { site }) => {
    expect((await site.get(path)).headers.get('cache-control')).toBe(expected)
  })

  test('answers 304 to who has the file already', async ({ site }) => {
    const etag = (await site.get('/lessons')).headers.get('etag') ?? ''

    const response = await site.get('/lessons', { 'if-none-match': etag })

    expect(response.status).toBe(304)
    expect(await response.text()).toBe('')
  })

  test.for([
    'bytes=0-3',
    'bytes=5-1',
    'bytes=-5',
    'bytes=999999-',
    'bytes=a-b',
    'bytes=0-1,3-4',
    'x',
  ])('sends the whole page to who asks for the range %s', async (range, { site }) => {
    const response = await site.get('/lessons', { range })

    expect(response.status).toBe(200)
    expect(await response.text()).toBe('all lessons')
  })

  test('says of a page what it would send, and sends nothing, to HEAD', async ({
    server,
    site,
  }) => {
    const socket = await server.send(
      'HEAD /lessons HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    )

    const [head = '', body] = (await readAll(socket)).split('\r\n\r\n')

    expect(site.folder).not.toBe('')
    expect(head).toContain('content-length: 11')
    expect(body).toBe('')
  })

  test.for(['gzip;q=0, br;q=0.0', 'identity', 'brotli'])(
    'sends no smaller file to who reads %s',
    async (encodings, { site }) => {
      const answer = await site.raw('/_astro/stage.a1b2c3.js', `Accept-Encoding: ${encodings}`)

      expect(answer).not.toContain('content-encoding')
    },
  )

  test('answers 304 for what was built again and is the same', async ({ server, site }) => {
    const etag = (await site.get('/lessons')).headers.get('etag') ?? ''
    await utimes(join(site.folder, 'lessons.html'), 1, 1)
    const again = serveStaticFiles(site.folder)
    const other = new HttpServer()
    const address = await other.answer((request, response) => again(request, response, NOBODY))

    const { status } = await fetch(`${address}/lessons`, {
      headers: { 'if-none-match': `W/${etag}` },
    })
    await other.close()

    expect(server.failures).toEqual([])
    expect(status).toBe(304)
  })

  test('leaves a file that is gone to the app', async ({ site }) => {
    await rename(join(site.folder, 'favicon.svg'), join(site.folder, 'elsewhere.svg'))

    const response = await site.get('/favicon.svg')

    expect(await response.text()).toBe('left to the app')
  })

  test('says so when a file cannot be read', async ({ site }) => {
    await rm(join(site.folder, 'favicon.svg'))
    await mkdir(join(site.folder, 'favicon.svg'))

    const response = await site.get('/favicon.svg')

    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringContaining('EISDIR'),
    ])
  })

  test('goes on with what it has read when the folder is another one', async ({ site }) => {
    await site.get('/lessons')
    await rm(site.folder, { recursive: true })

    expect(await (await site.get('/lessons')).text()).toBe('all lessons')
  })

  test.runIf(process.platform === 'linux')(
    'holds no descriptor for a reader who leaves',
    async ({ server, site }) => {
      await writeFile(join(site.folder, 'favicon.svg'), Buffer.alloc(8_000_000))
      const leave = async () => {
        const socket = await server.send('GET /favicon.svg HTTP/1.1\r\nHost: x\r\n\r\n')
        await once(socket, 'data')
        socket.destroy()
      }
      await leave()
      const before = readdirSync('/proc/self/fd').length

      for (let number = 0; number < 100; number += 1) await leave()
      await site.get('/lessons')

      expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 10)
    },
  )
})

describe('a page that is not the same for everybody', () => {
  const LESSON = 'lessons/scopes/one.html'
  const asked = async (server: HttpServer, isTeacher: boolean) => {
    const folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
    for (const [name, content] of [
      [LESSON, 'for readers'],
      [`teach/${LESSON}`, 'with notes'],
      [`closed/${LESSON}`, 'without answers'],
    ] as const) {
      await mkdir(join(folder, dirname(name)), { recursive: true })
      await writeFile(join(folder, name), content)
    }
    const serve = serveStaticFiles(folder, {
      isTeacher: () => isTeacher,
      answersOpen: () => '2999-01-01',
    })
    return server.answer((request, response) =>
      serve(request, response, { ...NOBODY, next: () => response.writeHead(404).end() }),
    )
  }

  test('is given as the edition of whoever asks, and kept by their browser alone', async ({
    server,
  }) => {
    const response = await fetch(`${await asked(server, true)}/lessons/scopes/one`)

    expect(await response.text()).toBe('with notes')
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    expect(response.headers.get('vary')).toBe('Accept-Encoding, Cookie')
  })

  test('has no other address, for anybody', async ({ server }) => {
    const address = await asked(server, false)

    expect(await (await fetch(`${address}/lessons/scopes/one`)).text()).toBe('without answers')
    for (const path of [
      `teach/${LESSON}`,
      `closed/${LESSON}`,
      'teach/lessons/scopes/one',
      'closed/lessons/scopes/one',
    ])
      expect([path, (await fetch(`${address}/${path}`)).status]).toEqual([path, 404])
  })
})
