import { readdirSync, readFileSync } from 'node:fs'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError } from '#server/config.ts'
import { Counters } from '#server/counters.ts'
import { METRICS } from '#server/metric-names.ts'
import { registryOf, serveMetrics } from '#server/metrics.ts'

const DASHBOARD = 'deploy/grafana-dashboard.json'

let counts: Counters
const servers: Server[] = []
beforeEach(() => {
  counts = new Counters()
})
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

describe('what Prometheus reads', () => {
  test('has each counter with its labels', async () => {
    counts.count('glasshouse_refused_total', { reason: 'in flight' })
    counts.count('glasshouse_requests_total', { route: '/users/log-in/[token]', status: 200 })

    const text = await registryOf(counts).metrics()

    expect(text).toContain('# TYPE glasshouse_refused_total counter')
    expect(text).toContain('glasshouse_refused_total{reason="in flight"} 1\n')
    expect(text).toContain(
      'glasshouse_requests_total{route="/users/log-in/[token]",status="200"} 1\n',
    )
  })

  test('asks gauges when somebody looks', async () => {
    let open = 1
    counts.gauge('glasshouse_requests_in_flight', () => open)
    const registry = registryOf(counts)
    open = 7

    expect(await registry.metrics()).toContain('\nglasshouse_requests_in_flight 7\n')
  })

  test('has a histogram in its parts', async () => {
    counts.observe('glasshouse_request_seconds', 0.03)

    const text = await registryOf(counts).metrics()

    expect(text).toContain('# TYPE glasshouse_request_seconds histogram')
    expect(text).toContain('glasshouse_request_seconds_bucket{le="0.025"} 0\n')
    expect(text).toContain('glasshouse_request_seconds_bucket{le="0.05"} 1\n')
    expect(text).toContain('glasshouse_request_seconds_bucket{le="+Inf"} 1\n')
    expect(text).toContain('glasshouse_request_seconds_sum 0.03\n')
    expect(text).toContain('glasshouse_request_seconds_count 1\n')
  })

  test('keeps what is in a label inside of it', async () => {
    counts.count('glasshouse_refused_total', { reason: 'a "b"\nc 1' })

    expect(await registryOf(counts).metrics()).toContain('{reason="a \\"b\\"\\nc 1"} 1\n')
  })
})

describe('the port of the numbers', () => {
  async function serving(): Promise<{ origin: string; port: number }> {
    const free = createServer()
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
    const { port } = free.address() as AddressInfo
    await new Promise((resolve) => free.close(resolve))
    const server = await serveMetrics(port, counts)
    servers.push(server)
    return { port, origin: `http://127.0.0.1:${port}` }
  }
  const statusOf = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      get(url, { headers, method, agent: false }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      }).on('error', reject)
    })

  test('answers /metrics with ours and those of the process', async () => {
    const { origin } = await serving()

    const text = await (await fetch(`${origin}/metrics`)).text()

    expect(text).toContain('# HELP glasshouse_refused_total')
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  })

  test('answers nothing else, and nobody who was led here by another name', async () => {
    const { origin } = await serving()

    expect(await statusOf(`${origin}/`)).toBe(404)
    expect(await statusOf(`${origin}/metrics`, {}, 'POST')).toBe(404)
    expect(await statusOf(`${origin}/metrics`, { host: 'evil.example' })).toBe(404)
    expect(await statusOf(`${origin}/metrics`, { host: 'localhost:9464' })).toBe(200)
  })

  test('is of this machine alone', async () => {
    const { port } = await serving()
    const [server] = servers

    expect(server!.address()).toMatchObject({ address: '127.0.0.1', port })
  })

  test('that is taken stops the start with a sentence', async () => {
    const { port } = await serving()

    await expect(serveMetrics(port, counts)).rejects.toThrow(
      new ConfigError(
        `METRICS_PORT is ${port}, which cannot be listened on (EADDRINUSE). Give it another port, or leave it out.`,
      ),
    )
  })
})

describe('every number that has a name', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ts$/.test(path) && !path.endsWith('metric-names.ts'))
    .map((path) => readFileSync(join('src', path), 'utf8'))
    .join('\n')

  test.for(Object.keys(METRICS))('is counted somewhere: %s', (name) => {
    expect(sources.includes(`'${name}'`)).toBe(true)
  })

  test('is named as Prometheus wants it', () => {
    for (const [name, { kind }] of Object.entries(METRICS)) {
      expect(name).toMatch(/^glasshouse_[a-z_]+$/)
      expect(name.endsWith('_total')).toBe(kind === 'counter')
    }
  })

  test('stands in the order of the alphabet', () => {
    expect(Object.keys(METRICS)).toEqual(Object.keys(METRICS).sort())
  })
})

describe('the dashboard', () => {
  interface Panel {
    readonly title: string
    readonly type: string
    readonly targets?: readonly { readonly expr: string }[]
  }
  const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as { panels: readonly Panel[] }
  const asked = panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [title, expr] as const),
  )

  /** What a query asks for: each word that is followed by labels, a time or nothing, and is no function. */
  const namesIn = (expr: string) =>
    [
      ...expr.replaceAll(/\{[^}]*\}|"[^"]*"/g, '').matchAll(/\b[a-z]+(?:_[a-z0-9]+)+\b(?!\s*\()/g),
    ].map(([name]) => name)

  test('has something to show in each panel', () => {
    expect(panels.length).toBeGreaterThan(5)
    for (const { title, type, targets = [] } of panels)
      expect(type === 'row' || targets.length > 0, title).toBe(true)
  })

  test.for(asked)('asks in “%s” for numbers that there are: %s', async ([, expr]) => {
    const { collectDefaultMetrics } = await import('prom-client')
    const registry = registryOf(counts)
    collectDefaultMetrics({ register: registry })
    // Shown once they have been seen; a garbage collection may not have been yet.
    const known = new Set((await registry.getMetricsAsJSON()).map(({ name }) => name))
    const names = namesIn(expr)

    expect(names.length).toBeGreaterThan(0)
    for (const name of names)
      expect([
        ...known,
        ...[...known].flatMap((each) => [`${each}_bucket`, `${each}_sum`, `${each}_count`]),
      ]).toContain(name)
  })
})
