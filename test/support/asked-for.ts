import type { Reader } from './browser-reader.ts'

/** The paths under `folder` that the page of this reader asks for from now on, in a list that grows. */
export function askedFor({ page }: Reader, folder: string): readonly string[] {
  const found: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith(folder)) found.push(pathname)
  })
  return found
}
