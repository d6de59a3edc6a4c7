/** Serves the files of a built site, compressed as well as they can be, as a good host does. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' },
  ...{ '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2' },
}
const TEXT = /text|json|svg/

export interface StaticServer {
  readonly origin: string
  readonly stop: () => void
}

export function serveFolder(folder: string): Promise<StaticServer> {
  const server = createServer(({ url = '/' }, response) => {
    const file = findFile(folder, new URL(url, 'http://localhost').pathname)
    if (file === null) return void response.writeHead(404).end()
    const type = TYPES[extname(file)] ?? 'application/octet-stream'
    const isText = TEXT.test(type)
    const body = isText ? brotliCompressSync(readFileSync(file)) : readFileSync(file)
    const encoding = isText ? { 'content-encoding': 'br' } : {}
    response.writeHead(200, { 'content-type': type, ...encoding }).end(body)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      const stop = () => {
        server.closeAllConnections()
        server.close()
      }
      resolve({ origin: `http://localhost:${port}`, stop })
    })
  })
}

function findFile(folder: string, path: string): string | null {
  const places = [path, join(path, 'index.html')].map((place) => join(folder, place))
  return places.find((place) => existsSync(place) && statSync(place).isFile()) ?? null
}
