/**
 * `npm run shape`: how large files and functions are, what imports each other
 * in a circle, what nobody uses, what the compiler is told, what front doors
 * say of themselves, and what lessons show. `-- --json` tells all of it as data.
 */
import { globSync, readFileSync } from 'node:fs'
import { frontDoorsIn } from './front-doors.ts'
import { linesOf } from './print.ts'
import { shapeOf } from './shape.ts'

process.chdir(new URL('../..', import.meta.url).pathname)

const read = (...patterns: readonly string[]) =>
  new Map(
    globSync(patterns)
      .map((path) => path.replaceAll('\\', '/'))
      .toSorted()
      .map((path) => [path, readFileSync(path, 'utf8')]),
  )

const { imports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  imports: Readonly<Record<string, string>>
}

const shape = shapeOf({
  files: read(
    '{src,migrations}/**/*.{ts,mjs,js,astro,css}',
    'content/**/*.{ts,mjs,mdx}',
    '*.{ts,mjs}',
  ),
  tests: read('test/**/*.{ts,mjs}'),
  frontDoors: frontDoorsIn(readFileSync('test/architecture.test.ts', 'utf8')),
  imports,
})

console.log(
  process.argv.includes('--json') ? JSON.stringify(shape, null, 2) : linesOf(shape).join('\n'),
)
