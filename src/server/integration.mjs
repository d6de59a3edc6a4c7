/**
 * What the house adds to Astro: one more entry in the server's bundle, the
 * same front before `astro dev`, and compressed copies of the static files.
 */
import { fileURLToPath } from 'node:url'
import { coursePlugin } from '../course/course-plugin.mjs'
import { compressStaticFiles } from './compress-static-files.mjs'

export function glasshouse() {
  return {
    name: 'glasshouse',
    hooks: {
      'astro:config:setup': ({ updateConfig, command }) => {
        const plugins = [coursePlugin()]
        if (command === 'build') plugins.push(serverEntry())
        // Another port would be another origin, and every form would be refused.
        updateConfig({ vite: { plugins, server: { strictPort: true } } })
      },
      'astro:server:setup': ({ server }) => {
        const { port = 4321 } = server.config.server
        const front = server.environments.ssr.runner
          .import('/src/server/dev.ts')
          .then(({ createDevFront }) => createDevFront(port))
        server.middlewares.use((request, response, next) => {
          front.then((handle) => handle(request, response, next)).catch(next)
        })
      },
      'astro:build:done': async ({ dir }) => {
        await compressStaticFiles(fileURLToPath(dir))
      },
    },
  }
}

/**
 * Builds `main.ts` together with the routes, so that front and pages share
 * one instance of every module. Naming it as an input would replace Astro's.
 */
function serverEntry() {
  return {
    name: 'glasshouse:server-entry',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'ssr',
    // The trace names lines of the source, so the server's bundle keeps its map.
    configEnvironment: (name) => (name === 'ssr' ? { build: { sourcemap: true } } : undefined),
    buildStart() {
      this.emitFile({
        type: 'chunk',
        id: fileURLToPath(new URL('./main.ts', import.meta.url)),
        fileName: 'main.mjs',
        preserveSignature: 'strict',
      })
    },
  }
}
