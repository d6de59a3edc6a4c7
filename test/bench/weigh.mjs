/**
 * `npm run weigh`: what a browser receives for each lesson before the reader
 * does anything, as the built server sends it with brotli. Counted are the page,
 * its style sheets, and its scripts with all that they import at once.
 *
 * The last column is all that a phone's browser fetches until it is quiet: with
 * pictures, and with what scripts ask for by themselves. It needs a Chromium.
 */
import { globSync } from 'node:fs'
import { request } from 'node:http'
import { brotliDecompressSync } from 'node:zlib'
import ts from 'typescript'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { findChromium, launchBrowser } from '../support/browser.ts'
import { startBuiltServer } from '../support/built-server.ts'

// In units of 1,000 bytes.
const GOALS = { all: 30, JS: 8 }

// Most lessons share their style sheets and scripts.
const downloads = new Map()

const QUIET_MILLISECONDS = 1_000
const PHONE = { width: 412, height: 915 }

const client = `${currentBuild()}/client`
const server = await startBuiltServer()
const browser = findChromium() ? await launchBrowser() : null
try {
  const pages = globSync(`${client}/lessons/**/*.html`).sort()
  const rows = []
  for (const page of pages) {
    const path = addressOf(page)
    rows.push({ ...(await weigh(path)), fetched: await weighInBrowser(path) })
  }
  print(rows)
} finally {
  await browser?.close()
  await server.stop()
}

function addressOf(page) {
  return page.slice(client.length).replace(/(?:\/index)?\.html$/, '')
}

/** Sums of bytes by kind for a page and for everything that it loads by itself. */
async function weigh(path) {
  const sums = { HTML: 0, CSS: 0, JS: 0 }
  const seen = new Set()
  const add = async (address, kind) => {
    const url = new URL(address, server.origin)
    if (url.origin !== server.origin || seen.has(url.pathname)) return
    seen.add(url.pathname)
    const { bytes, text } = await load(url)
    sums[kind] += bytes
    for (const [next, nextKind] of loadedBy(text, kind)) await add(new URL(next, url), nextKind)
  }
  await add(path, 'HTML')
  return { path, ...sums, all: sums.HTML + sums.CSS + sums.JS }
}

/** All bytes that a browser fetches for a first visit, or `null` without one. */
async function weighInBrowser(path) {
  if (!browser) return null
  const context = await browser.newContext({ viewport: PHONE })
  const page = await context.newPage()
  const requests = []
  page.on('requestfinished', (finished) => requests.push(finished))
  await page.goto(server.origin + path)
  await page.waitForTimeout(QUIET_MILLISECONDS)
  const sizes = await Promise.all(requests.map((finished) => finished.sizes()))
  await context.close()
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0)
}

function load(url) {
  const known = downloads.get(url.href) ?? download(url)
  downloads.set(url.href, known)
  return known
}

async function download(url) {
  const headers = { 'accept-encoding': 'br', accept: '*/*' }
  const response = await new Promise((resolve, reject) => {
    request(url, { headers }, resolve).once('error', reject).end()
  })
  const body = Buffer.concat(await response.toArray())
  if (response.statusCode !== 200) {
    throw new Error(`${url.pathname} answered ${response.statusCode}.`)
  }
  const isBrotli = response.headers['content-encoding'] === 'br'
  const text = (isBrotli ? brotliDecompressSync(body) : body).toString('utf8')
  return { bytes: body.byteLength, text }
}

function loadedBy(text, kind) {
  if (kind === 'HTML') return loadedByPage(text)
  if (kind === 'JS') return importedBy(text).map((address) => [address, 'JS'])
  return [...text.matchAll(/@import\s*(?:url\()?["']([^"']+)/g)].map((match) => [match[1], 'CSS'])
}

function loadedByPage(html) {
  const tags = [...html.matchAll(/<(link|script)\b([^>]*)>([^<]*)/g)]
  return tags.flatMap(([, tag, attributes, text]) => {
    const attribute = (name) =>
      new RegExp(`\\b${name}=(?:"([^"]*)"|([^\\s"'>]+))`).exec(attributes)?.slice(1).join('') ?? ''
    if (tag === 'script') {
      const address = attribute('src')
      if (address) return [[address, 'JS']]
      return attribute('type') === 'module'
        ? importedBy(text).map((imported) => [imported, 'JS'])
        : []
    }
    const rel = attribute('rel').split(/\s+/)
    if (rel.includes('stylesheet')) return [[attribute('href'), 'CSS']]
    return rel.includes('modulepreload') ? [[attribute('href'), 'JS']] : []
  })
}

// Imports that run at once; `import()` waits for the reader.
function importedBy(code) {
  return ts
    .createSourceFile('file.js', code, ts.ScriptTarget.Latest)
    .statements.filter(
      (statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement),
    )
    .flatMap(({ moduleSpecifier }) => moduleSpecifier?.text ?? [])
}

function print(rows) {
  const columns = ['HTML', 'CSS', 'JS', 'all', ...(browser ? ['fetched'] : [])]
  const width = Math.max(...rows.map(({ path }) => path.length), 10)
  const line = (cells) => cells.map((cell) => cell.padStart(8)).join('')
  const kilobytes = (bytes) => (bytes / 1_000).toFixed(1)
  const isOver = (row) => Object.keys(GOALS).some((kind) => row[kind] > GOALS[kind] * 1_000)

  console.log(`\n${'kB, brotli'.padEnd(width)}${line(columns)}`)
  for (const row of rows) {
    const cells = columns.map((column) => kilobytes(row[column]))
    console.log(`${row.path.padEnd(width)}${line(cells)}${isOver(row) ? '  over' : ''}`)
  }
  const heaviest = columns.map((column) =>
    kilobytes(Math.max(0, ...rows.map((row) => row[column]))),
  )
  console.log(`${'heaviest'.padEnd(width)}${line(heaviest)}`)
  const reached = rows.filter((row) => !isOver(row)).length
  console.log(
    `\n${reached} of ${rows.length} lessons reach the goal: ${GOALS.all} kB in all, ${GOALS.JS} kB of JavaScript.`,
  )
}
