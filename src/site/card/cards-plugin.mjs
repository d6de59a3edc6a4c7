/**
 * Gives the site `virtual:glasshouse/cards`: what each card is called, and says.
 * Their pictures are drawn beside the build, and under `astro dev` when one is
 * asked for.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Album } from './album.ts'

const CARDS = 'virtual:glasshouse/cards'
const COURSE_PLUGIN = 'glasshouse:course'
const PICTURE = /^\/cards\/(?<name>[\da-f]+)\.png(?:\?|$)/

/** An integration of Astro’s. It reads the course where the plugin of the course does. */
export function cards() {
  let plugin = null
  let cache = ''
  let builds = false
  let album = null
  let readFrom = null
  let drawing = Promise.resolve()

  /** Made anew when something of the course has changed. */
  function currentAlbum() {
    const { course } = plugin.api
    const { course: read } = course.read()
    if (readFrom === read) return album
    readFrom = read
    album = new Album(course, cache)
    return album
  }

  const vitePlugin = {
    name: 'glasshouse:cards',
    configResolved(config) {
      plugin = config.plugins.find(({ name }) => name === COURSE_PLUGIN)
      builds = config.command === 'build'
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = PICTURE.exec(request.url ?? '')?.groups.name
        if (name === undefined) return next()
        currentAlbum()
          .draw(name)
          .then((png) => {
            if (!png) return next()
            response.setHeader('content-type', 'image/png')
            response.end(png)
          })
          .catch(next)
      })
    },
    resolveId: (id) => (id === CARDS ? `\0${CARDS}` : undefined),
    load(id) {
      if (id !== `\0${CARDS}`) return undefined
      const before = album
      const own = currentAlbum()
      // Pages are made meanwhile: one core is left for pictures. Who writes them hears what went wrong.
      if (builds && own !== before) drawing = own.drawAll().catch(() => undefined)
      return `export default ${JSON.stringify(own.cards)}`
    },
  }

  return {
    name: 'glasshouse:cards',
    hooks: {
      'astro:config:setup': ({ config, updateConfig }) => {
        cache = join(fileURLToPath(config.cacheDir), 'cards')
        updateConfig({ vite: { plugins: [vitePlugin] } })
      },
      'astro:build:done': async ({ dir }) => {
        await drawing
        await currentAlbum().writeAll(join(fileURLToPath(dir), 'cards'))
      },
    },
  }
}
