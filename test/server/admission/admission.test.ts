import { describe, expect } from 'vitest'
import { Admission, type AdmissionLimits } from '#server/admission/admission.ts'
import { afterAMoment, turnAway } from '#server/admission/crowded.ts'
import { readAll, test, type HttpServer } from '../../support/http-server.ts'
import { until } from '../../support/until.ts'

const LIMITS: AdmissionLimits = { on: true, requestsAtOnce: 8, requestsPerVisitorAndSecond: 1 }

/** A house that answers `/held` when it is told to, and everything else at once. A name in the address is the visitor. */
async function openHouse(server: HttpServer, limits: Partial<AdmissionLimits> = {}) {
  const admission = new Admission({ ...LIMITS, ...limits })
  const held: (() => void)[] = []
  const worked: string[] = []
  const address = await server.answer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
    const asker = { address: '192.0.2.1', visitor: searchParams.get('visitor') }
    const crowded =
      (await admission.arrive(asker, request, response)) ??
      (await admission.turn(asker, request, response))
    if (crowded) return turnAway(request, response, crowded, new URL('http://house.example'))
    worked.push(request.url ?? '')
    if (asker.visitor !== null) admission.know(asker)
    if (pathname === '/page') response.once('close', () => admission.countPage(asker))
    if (pathname === '/held') await new Promise<void>((resolve) => held.push(resolve))
    if (pathname === '/stream') {
      response.writeHead(200).write('\n')
      admission.staysOpen(response)
      return
    }
    response.end(pathname === '/large' ? 'x'.repeat(20_000_000) : 'answered')
  })
  const ask = (path: string, headers: Record<string, string> = {}) => {
    const leave = new AbortController()
    const answer = fetch(address + path, { headers, signal: leave.signal })
    answer.catch(() => undefined)
    return { answer, leave: () => leave.abort() }
  }
  const release = () => held.splice(0).forEach((let_go) => let_go())
  return { admission, address, ask, held, release, worked }
}

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`
const countOf = (text: string) => text.match(/\r\n\r\nanswered/g)?.length ?? 0

describe('a turn', () => {
  test('is one of so many: whoever comes then waits until another is answered', async ({
    server,
  }) => {
    const { admission, ask, held, release, worked } = await openHouse(server, { requestsAtOnce: 4 })
    const first = Array.from({ length: 3 }, (_, n) => ask(`/held?${n}`))
    await until(() => held.length === 3)

    const next = ask('/next')
    await until(() => admission.counts.waiting === 1)
    expect(worked).not.toContain('/next')
    release()

    expect((await next.answer).status).toBe(200)
    expect((await Promise.all(first.map(({ answer }) => answer))).map(({ ok }) => ok)).toEqual([
      true,
      true,
      true,
    ])
    expect(admission.counts).toEqual({ working: 0, waiting: 0 })
  })

  test('of one visitor keeps none from another, once both are known', async ({ server }) => {
    const { ask, held, release } = await openHouse(server, { requestsAtOnce: 16 })
    await ask('/?visitor=ana').answer
    const noisy = Array.from({ length: 60 }, () => ask('/held?visitor=ana'))
    await until(() => held.length === 8)

    const { status } = await ask('/?visitor=bo').answer

    expect(status).toBe(200)
    expect(held.length).toBe(8)
    for (const { leave } of noisy) leave()
    release()
  })

  test('ends when the answer is written, whoever reads it', async ({ server }) => {
    const { admission, ask } = await openHouse(server, { requestsAtOnce: 1 })
    const slow = await server.send(request('/large'))
    slow.pause()

    expect((await ask('/next').answer).status).toBe(200)
    expect(admission.counts.working).toBe(0)
  })

  test('ends with a stream that has begun', async ({ server }) => {
    const { admission, ask } = await openHouse(server, { requestsAtOnce: 1 })
    const { answer, leave } = ask('/stream')
    await answer

    expect((await ask('/next').answer).status).toBe(200)
    expect(admission.counts.working).toBe(0)
    leave()
  })

  test('is not kept for who has left, and is not taken for them', async ({ server }) => {
    const { admission, ask, held, release, worked } = await openHouse(server, { requestsAtOnce: 1 })
    const first = ask('/held')
    await until(() => held.length === 1)
    const gone = ask('/gone')
    await until(() => admission.counts.waiting === 1)

    gone.leave()
    await until(() => admission.counts.waiting === 0)
    release()

    expect((await first.answer).status).toBe(200)
    expect(worked).not.toContain('/gone')
    expect((await ask('/next').answer).status).toBe(200)
  })
})

describe('a connection', () => {
  test('is answered one request after the other', async ({ server }) => {
    const { held, release, worked } = await openHouse(server)
    const socket = await server.send(request('/held?1') + request('/held?2'))
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await until(() => held.length === 1)

    expect(worked).toEqual(['/held?1'])
    release()
    await until(() => held.length === 1)
    release()

    await until(() => countOf(text) === 2)
    expect(worked).toEqual(['/held?1', '/held?2'])
  })

  test('that asks for more than it reads is refused the rest', async ({ server }) => {
    const { held, release, worked } = await openHouse(server)
    const socket = await server.send(request('/held').repeat(20) + request('/last'))
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    for (let answered = 0; answered < 16; answered += 1) {
      await until(() => held.length === 1)
      release()
    }

    await until(() => text.match(/HTTP\/1\.1/g)?.length === 21)

    expect(countOf(text)).toBe(16)
    expect(text.match(/HTTP\/1\.1 429/g)).toHaveLength(5)
    expect(worked).not.toContain('/last')
  })
})

describe('a rate', () => {
  test('counts the pages of a visitor, and refuses more for a while', async ({ server }) => {
    const { ask, worked } = await openHouse(server)
    for (let page = 0; page < 10; page += 1) await (await ask('/page?visitor=ana').answer).text()

    const refused = await ask('/page?visitor=ana').answer
    const other = await ask('/page?visitor=bo').answer

    expect([refused.status, other.status]).toEqual([429, 200])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.text()).toContain('You ask for more at once than one reader is answered.')
    expect(worked).toHaveLength(11)
  })

  test('does not count files, and lets through what a page needs', async ({ server }) => {
    const { ask } = await openHouse(server)
    for (let file = 0; file < 20; file += 1) await (await ask('/file?visitor=ana').answer).text()
    for (let page = 0; page < 10; page += 1) await (await ask('/page?visitor=ana').answer).text()

    expect((await ask('/page?visitor=ana').answer).status).toBe(429)
    expect((await ask('/_astro/sheet.css?visitor=ana').answer).status).toBe(200)
  })

  test('is none where limits are off', async ({ server }) => {
    const { ask } = await openHouse(server, { on: false })
    for (let page = 0; page < 12; page += 1) await (await ask('/page?visitor=ana').answer).text()

    expect((await ask('/page?visitor=ana').answer).status).toBe(200)
  })
})

describe('who is turned away', () => {
  test('reads a page that asks for nothing else, or JSON, and when to come again', async ({
    server,
  }) => {
    const { ask } = await openHouse(server)
    for (let page = 0; page < 10; page += 1) await (await ask('/page?visitor=ana').answer).text()

    const page = await ask('/page?visitor=ana').answer
    const json = await ask('/page?visitor=ana', { accept: 'application/json' }).answer

    const text = await page.text()
    expect(text).toContain('<h1>That was a lot at once</h1>')
    expect(text).not.toMatch(/<script|href="\/_astro/)
    expect(text).toContain('<a href="">Try again</a>')
    expect(await json.json()).toEqual({
      ok: false,
      error: 'You ask for more at once than one reader is answered. Try again in a moment.',
    })
    expect([page, json].map(({ headers }) => headers.get('cache-control'))).toEqual([
      'no-store',
      'no-store',
    ])
  })

  test('is answered a moment later, and not at all once they have left', async ({ server }) => {
    const began = new Set<string>()
    await server.answer((request, response) => {
      began.add(request.url ?? '')
      afterAMoment(response, () => response.end('a moment later'))
    })
    const [stays, leaves] = [await server.send(request('/1')), await server.send(request('/2'))]
    await until(() => began.size === 2)
    leaves.destroy()
    let text = ''
    stays.on('data', (chunk: Buffer) => (text += chunk.toString()))

    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(text).toBe('')
    await until(() => text.includes('a moment later'))

    expect(server.failures).toEqual([])
  })

  test('has no work done for them, not even by a HEAD', async ({ server }) => {
    const { address, ask, worked } = await openHouse(server)
    for (let page = 0; page < 10; page += 1) await (await ask('/page?visitor=ana').answer).text()
    const before = worked.length

    const socket = await server.send(
      'HEAD /page?visitor=ana HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    )
    const answer = await readAll(socket)

    expect(answer).toMatch(/^HTTP\/1\.1 429 /)
    expect(answer).toMatch(/\r\n\r\n$/)
    expect(worked.length).toBe(before)
    expect(address).toMatch(/^http/)
  })
})
