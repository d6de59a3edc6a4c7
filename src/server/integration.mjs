/**
 * What the house adds to Astro: one more entry in the server's bundle, the
 * same front before `astro dev`, and compressed copies of the static files.
 */
import { fileURLToPath } from 'node:url'
import { coursePlugin } from '../course/course-plugin.mjs'
import { compressStaticFiles } from './compress-static-files.mjs'
import { evaluatedLines } from './evaluated-lines.mjs'
import { hashOnce } from './hash-once.mjs'
import { leaveOutComments } from './leave-out-comments.mjs'
import { leaveOutHashes } from './leave-out-hashes.mjs'
import { nameLaterSheets } from './name-later-sheets.mjs'
import { plainImports } from './plain-imports.mjs'

/** Where the front of this process is kept: a changed configuration starts another one. */
const FRONT = Symbol.for('glasshouse.dev-front')

export function glasshouse() {
  let vite = null
  return {
    name: 'glasshouse',
    hooks: {
      'astro:config:setup': ({ updateConfig, command }) => {
        const plugins = [coursePlugin()]
        if (command === 'build') plugins.push(serverEntry(), plainImports(), hashOnce())
        // Another port would be another origin, and every form would be refused.
        updateConfig({ vite: { plugins, server: { strictPort: true } } })
      },
      'astro:server:setup': ({ server }) => {
        vite = server
        globalThis[Symbol.for('glasshouse.evaluated-lines')] = evaluatedLines(server)
        const front = startFront(server)
        process[FRONT] = front
        server.middlewares.use((request, response, next) => {
          // What is put before it while a request waits for the front leads that request here twice.
          if (handled.has(request)) return next()
          handled.add(request)
          request.url = asWritten.get(request) ?? request.url
          front.then(({ handle }) => handle(request, response, next)).catch((error) => next(error))
        })
      },
      // Astro prints what it listens on; the front answers at one address only.
      'astro:server:start': async () => {
        const { origin } = await process[FRONT]
        vite.resolvedUrls = { local: [`${origin}/`], network: [] }
        vite.middlewares.stack.unshift({ route: '', handle: hideLastSlash })
      },
      'astro:build:done': async ({ dir }) => {
        nameLaterSheets(fileURLToPath(dir))
        leaveOutHashes(fileURLToPath(dir))
        leaveOutComments(fileURLToPath(dir))
        await compressStaticFiles(fileURLToPath(dir))
      },
    },
  }
}

/** Requests that the front has. */
const handled = new WeakSet()

/** Addresses as the front is to see them. */
const asWritten = new WeakMap()

/**
 * The home page of somebody is `/as/ana/`: the front takes the rest away. Astro’s dev server would
 * refuse it before that, for the slash at its end.
 */
function hideLastSlash(request, _response, next) {
  const { url = '' } = request
  if (/^\/as\/[^/?]+\/(?:\?|$)/.test(url)) {
    asWritten.set(request, url)
    request.url = url.replace(/\/(?=\?|$)/, '')
  }
  next()
}

/** DATA_DIR has one owner, so the front of before leaves first. */
async function startFront(server) {
  const before = process[FRONT]
  try {
    await (await before)?.close()
    const { createDevFront } = await server.environments.ssr.runner.import('/src/server/dev.ts')
    return await createDevFront(server.config.server.port ?? 4321)
  } catch (error) {
    // Without a front no page can be answered.
    process.stderr.write(
      `Glasshouse cannot start. ${error.name === 'ConfigError' ? error.message : error.stack}\n`,
    )
    return process.exit(1)
  }
}

/**
 * Builds `main.ts` together with the routes, so that front and pages share
 * one instance of every module. Naming it as an input would replace Astro's.
 * `begin.ts` is what a process starts with: it says why the rest does not load.
 */
function serverEntry() {
  return {
    name: 'glasshouse:server-entry',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'ssr',
    // The trace names lines of the source, so the server's bundle keeps its map.
    configEnvironment: (name) => (name === 'ssr' ? { build: { sourcemap: true } } : undefined),
    buildStart() {
      for (const [module, fileName] of [
        ['./begin.ts', 'main.mjs'],
        ['./main.ts', 'server.mjs'],
        ['./site-move.ts', 'site-move.mjs'],
      ])
        this.emitFile({
          type: 'chunk',
          id: fileURLToPath(new URL(module, import.meta.url)),
          fileName,
          preserveSignature: 'strict',
        })
    },
  }
}
