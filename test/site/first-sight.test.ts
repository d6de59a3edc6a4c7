import { getViteConfig } from 'astro/config'
import { createServer } from 'vite'
import { test, expect } from 'vitest'
test('x', async () => {
  const t = performance.now()
  const config = await getViteConfig({ logLevel: 'error' }, { logLevel: 'error' })({ mode: 'test', command: 'serve' })
  console.log('config', performance.now() - t)
  const server = await createServer({ ...config, server: { middlewareMode: true, ws: false, watch: null }, configFile: false })
  console.log('server', performance.now() - t)
  const { experimental_AstroContainer: Container } = await server.ssrLoadModule('astro/container') as any
  const { default: DemoStage } = await server.ssrLoadModule('/src/components/course/DemoStage.astro')
  console.log('load', performance.now() - t)
  const container = await Container.create()
  const html = await container.renderToString(DemoStage, { props: { demo: { id: 'a', title: 'A', page: '/users/settings', people: ['you'], steps: [], lesson: 'a/b', startState: null, predictions: [], checks: [], shows: null } } })
  console.log('done', performance.now() - t, html.slice(0, 3000))
  await server.close()
  expect(1).toBe(1)
}, 60000)
