/** `npm run class:reset`: empties every sandbox of a running server, between two classes. */
import { CookieJar } from '#course/cookie-jar.ts'
import { numbered } from '#lib/counted.ts'
import { askWhetherReady, serverAddress } from './server-address.ts'

const NO_KEY =
  'Say the key of the site: TEACHER_KEY=… npm run class:reset. The server has to be started with the same one.'

try {
  console.log(await reset(serverAddress(process.argv.slice(2), process.env)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function reset(origin: string): Promise<string> {
  const key = process.env.TEACHER_KEY
  if (!key) throw new Error(NO_KEY)
  await askWhetherReady(origin)
  const jar = new CookieJar()
  const post = async (path: string, fields: Record<string, string>) => {
    const headers = { origin, accept: 'application/json', cookie: jar.header }
    const body = new URLSearchParams(fields)
    const response = await fetch(origin + path, { method: 'POST', headers, body })
    jar.keep(response)
    return (await response.json()) as { error?: string; flash?: { error?: string }; ended?: number }
  }
  const entered = await post('/teach', { secret: key })
  const refused = entered.error ?? entered.flash?.error
  if (refused !== undefined) throw new Error(refused)
  const { ended = 0, error } = await post('/teach/class', {})
  if (error !== undefined) throw new Error(error)
  return `${numbered(ended, 'sandbox', 'sandboxes')} emptied at ${origin}. The next class may begin.`
}
