import { describe, expect, test } from 'vitest'
import { functionsWithoutExample, silentExports } from './door-rules.ts'
import { House, type HouseRule } from './house.ts'
import {
  computedImports,
  filesWithoutRow,
  forbiddenImports,
  misplacedPackages,
  nodeInBrowsers,
  packagesInManyFiles,
  sideEntrances,
} from './import-rules.ts'
import { barrels, cycles } from './shape-rules.ts'

const RULE: HouseRule = {
  mayImport: {
    'astro.config.mjs': ['components'],
    content: ['components'],
    pages: ['components', 'web', 'accounts'],
    components: ['islands', 'lib'],
    islands: ['lib'],
    web: ['scores', 'accounts', 'lib'],
    scores: ['accounts', 'repo', 'lib'],
    accounts: ['repo', 'trace', 'lib'],
    repo: ['migrations', 'lib'],
    migrations: [],
    trace: ['lib'],
    lib: [],
  },
  frontDoors: {
    scores: ['scores/scores.ts'],
    accounts: ['accounts/accounts.ts', 'accounts/scope.ts'],
  },
  packages: {
    astro: ['pages', 'web'],
    '@astrojs/*': ['astro.config.mjs'],
    kysely: ['repo', 'migrations'],
    sqlite3: ['repo'],
    unused: [],
    'node:*': ['web', 'accounts', 'repo'],
  },
  inOneFile: ['sqlite3'],
  imports: {
    '#clock': { browser: './src/lib/clock.browser.ts', default: './src/lib/clock.ts' },
    '#*': './src/*',
  },
  computesImports: ['islands/search.ts'],
}

const houseOf = (files: Readonly<Record<string, string>>) =>
  new House(new Map(Object.entries(files)), RULE)

const forbiddenIn = (path: string, ...lines: readonly string[]) =>
  forbiddenImports(houseOf({ [path]: lines.join('\n') }))

describe('the rows', () => {
  test('a file in a folder without a row is refused', () => {
    expect(filesWithoutRow(houseOf({ 'src/utils/text.ts': '', 'src/lib/pipe.ts': '' }))).toEqual([
      'src/utils/text.ts stands in no row of the table: add one.',
    ])
  })

  test('a file whose folder only begins like a row is refused', () => {
    expect(filesWithoutRow(houseOf({ 'src/library/pipe.ts': '' }))).toHaveLength(1)
  })

  test('an import of what stands in no row is refused', () => {
    expect(forbiddenIn('src/web/plug.ts', "import { trim } from '#utils/text.ts'")).toEqual([
      'src/web/plug.ts:1 imports src/utils/text.ts, which stands in no row of the table.',
    ])
  })
})

describe('imports go down', () => {
  test('down is allowed, and so is the own row', () => {
    const lines = ["import { pipe } from '#lib/pipe.ts'", "import { fail } from './fail.ts'"]
    expect(forbiddenIn('src/web/plug.ts', ...lines)).toEqual([])
  })

  test('up is refused', () => {
    expect(forbiddenIn('src/lib/pipe.ts', '', "import { insert } from '#repo/repo.ts'")).toEqual([
      'src/lib/pipe.ts:2 lib may not import repo (#repo/repo.ts).',
    ])
  })

  test('a row that is left out is refused, further down or not', () => {
    expect(forbiddenIn('src/web/plug.ts', "import { insert } from '#repo/repo.ts'")).toHaveLength(1)
  })

  test('contexts call each other one way', () => {
    expect(forbiddenIn('src/scores/a.ts', "import { get } from '#accounts/accounts.ts'")).toEqual(
      [],
    )
    expect(forbiddenIn('src/accounts/a.ts', "import { get } from '#scores/scores.ts'")).toEqual([
      'src/accounts/a.ts:1 accounts may not import scores (#scores/scores.ts).',
    ])
  })

  test('types may come from any row below', () => {
    expect(forbiddenIn('src/web/plug.ts', "import type { Repo } from '#repo/repo.ts'")).toEqual([])
    expect(forbiddenIn('src/web/plug.ts', "type A = import('#repo/repo.ts').Repo")).toEqual([])
  })

  test('types from above are refused', () => {
    expect(forbiddenIn('src/lib/pipe.ts', "import type { Repo } from '#repo/repo.ts'")).toEqual([
      'src/lib/pipe.ts:1 lib may not import types of repo (#repo/repo.ts).',
    ])
  })

  test('a type among values is a value: its file is loaded', () => {
    expect(forbiddenIn('src/web/a.ts', "import { type Repo } from '#repo/repo.ts'")).toHaveLength(1)
  })

  test.for([
    ['a relative import', "import { insert } from '../repo/repo.ts'"],
    ['an import for its effect', "import '#repo/repo.ts'"],
    ['an import of everything', "import * as repo from '#repo/repo.ts'"],
    ['an import over several lines', "import {\n  insert,\n} from '#repo/repo.ts'"],
    ['a re-export', "export { insert } from '#repo/repo.ts'"],
    ['a re-export of everything', "export * from '#repo/repo.ts'"],
    ['a dynamic import', "const repo = await import('#repo/repo.ts')"],
    ['a dynamic import of a template', 'const repo = await import(`#repo/repo.ts`)'],
    ['require', "const repo = require('../repo/repo.ts')"],
    ['import equals', "import repo = require('../repo/repo.ts')"],
    ['a path from the top', "import repo from '/src/repo/repo.ts'"],
    ['a runner', "const repo = await runner.import('/src/repo/repo.ts')"],
    ['a module URL', "const url = new URL('../repo/repo.ts', import.meta.url)"],
    ['after a generic arrow function', "const a = <T>(b: T) => b\nimport '#repo/repo.ts'"],
  ] as const)('%s is read', ([, source]) => {
    expect(forbiddenIn('src/web/plug.ts', source)).toHaveLength(1)
  })

  test('what only looks like an import is not one', () => {
    const source = '// import "#repo/repo.ts"\nconst text = `\nimport "#repo/repo.ts"\n`'
    expect(forbiddenIn('src/web/plug.ts', source)).toEqual([])
  })

  test.for([
    ["import.meta.glob('/src/repo/*.ts')", 2],
    ["import.meta.glob(['../repo/**/*.ts', '!../repo/b.ts'], { eager: true })", 2],
    ["import.meta.glob<Migration>('../*/a.ts')", 1],
    ["import.meta.glob('/src/lib/*.ts')", 0],
    ["import.meta.glob('/src/repo/*.ts', { query: '?raw', import: 'default' })", 0],
  ] as const)('a glob imports each file it names: %s', ([source, count]) => {
    const files = { 'src/repo/a.ts': '', 'src/repo/b.ts': '', 'src/lib/a.ts': '' }
    const found = forbiddenImports(houseOf({ ...files, 'src/web/glob.ts': source }))
    expect(found).toHaveLength(count)
  })

  test('reading the text of a file is no import', () => {
    expect(forbiddenIn('src/web/a.ts', "import text from '#repo/repo.ts?raw'")).toEqual([])
  })

  test('files of the top level are read', () => {
    expect(forbiddenIn('astro.config.mjs', "import { insert } from './src/repo/repo.ts'")).toEqual([
      'astro.config.mjs:1 astro.config.mjs may not import repo (./src/repo/repo.ts).',
    ])
  })

  test('style sheets are read', () => {
    expect(forbiddenIn('src/islands/a.css', "@import '../web/b.css';")).toHaveLength(1)
  })
})

describe('.astro files', () => {
  const page = (...lines: readonly string[]) => lines.join('\n')

  test('their frontmatter is read', () => {
    const source = page('---', "import { insert } from '#repo/repo.ts'", '---', '<p>Hello</p>')
    expect(forbiddenIn('src/pages/index.astro', source)).toEqual([
      'src/pages/index.astro:2 pages may not import repo (#repo/repo.ts).',
    ])
  })

  test('their text is not read', () => {
    const source = page('---', '---', "<pre>import '#repo/repo.ts'</pre>")
    expect(forbiddenIn('src/pages/index.astro', source)).toEqual([])
  })

  test('an import inside an expression is read', () => {
    const source = page('---', '---', "{(await import('#repo/repo.ts')).size}")
    expect(forbiddenIn('src/pages/index.astro', source)).toHaveLength(1)
  })

  test('a script has the rights of its row', () => {
    const source = page(
      '---',
      '---',
      '<p></p>',
      '<script>',
      "  import '#accounts/scope.ts'",
      '</script>',
    )
    expect(forbiddenIn('src/components/Menu.astro', source)).toEqual([
      'src/components/Menu.astro:5 components may not import accounts (#accounts/scope.ts).',
    ])
  })

  test('the source of a script is read', () => {
    const source = '<script src="../accounts/scope.ts"></script>'
    expect(forbiddenIn('src/components/Menu.astro', source)).toHaveLength(1)
  })

  test('a script of data is not read', () => {
    const source = '<script type="application/json">import "#accounts/scope.ts"</script>'
    expect(forbiddenIn('src/pages/index.astro', source)).toEqual([])
  })
})

describe('MDX files', () => {
  const path = 'content/lessons/01-scopes/index.mdx'

  test('their imports are read, over several lines and between paragraphs', () => {
    const source = [
      '---',
      'title: A',
      '---',
      '',
      'Text.',
      '',
      'import {',
      '  insert,',
      "} from '../../../src/repo/repo.ts'",
      '',
      'Text.',
    ]
    expect(forbiddenIn(path, ...source)).toEqual([
      `${path}:7 content may not import repo (../../../src/repo/repo.ts).`,
    ])
  })

  test('their listings and sentences are not read', () => {
    const source = [
      '```ts',
      "import { insert } from '#repo/repo.ts'",
      '```',
      '',
      'We',
      "import '#repo/repo.ts' here.",
    ]
    expect(forbiddenIn(path, ...source)).toEqual([])
  })
})

describe('front doors', () => {
  const entering = (line: string, path = 'src/web/plug.ts') =>
    sideEntrances(houseOf({ [path]: line }))

  test('a context is entered by one of its doors', () => {
    expect(entering("import { getUser } from '#accounts/accounts.ts'")).toEqual([])
    expect(entering("import { scopeForUser } from '#accounts/scope.ts'")).toEqual([])
  })

  test('another way in is refused', () => {
    expect(entering("import { hash } from '#accounts/password.ts'")).toEqual([
      'src/web/plug.ts:1 enters accounts by src/accounts/password.ts; ' +
        'its front door is accounts/accounts.ts or accounts/scope.ts.',
    ])
  })

  test('another context takes the front door as well', () => {
    expect(
      entering("import { hash } from '../accounts/password.ts'", 'src/scores/a.ts'),
    ).toHaveLength(1)
  })

  test('its own files need no door, and other files may lend types', () => {
    expect(entering("import { hash } from './password.ts'", 'src/accounts/accounts.ts')).toEqual([])
    expect(entering("import type { User } from '#accounts/user.ts'")).toEqual([])
  })
})

describe('what a front door says', () => {
  const DOC = [
    '/**',
    ' * Finds a user.',
    ' *',
    ' * @example',
    ' * getUser(1)',
    ' * // => null',
    ' */',
  ]
  const said = (...lines: readonly string[]) => {
    const door = houseOf({ 'src/accounts/accounts.ts': lines.join('\n') })
    return [...silentExports(door), ...functionsWithoutExample(door)]
  }

  test('a doc comment for each thing, and an example for each function, are enough', () => {
    expect(said(...DOC, 'export const getUser = () => null')).toEqual([])
    expect(said('/** Days. */', 'export const DAYS = 14')).toEqual([])
  })

  test('a type that nothing is said of is refused', () => {
    expect(said('', 'export interface User {}')).toEqual([
      'src/accounts/accounts.ts:2 exports User without a doc comment: say what it is there for.',
    ])
  })

  test.for([
    ['no example', '/** Finds a user. */'],
    ['one that nobody runs', '/** Finds a user. @example getUser(1) // => null */'],
    ['one that claims nothing', ...DOC.filter((line) => !line.includes('=>'))],
  ] as const)('a function with %s is refused', ([, ...doc]) => {
    expect(said(...doc, 'export function getUser() {}')).toEqual([
      `src/accounts/accounts.ts:${doc.length + 1} exports getUser without an example: ` +
        'write @example in a line of its own, then how it is called, then // => and what that gives.',
    ])
  })

  test('what stands behind the door may be silent', () => {
    expect(silentExports(houseOf({ 'src/accounts/password.ts': 'export const a = 1' }))).toEqual([])
  })
})

describe('packages', () => {
  const misplaced = (path: string, line: string) => misplacedPackages(houseOf({ [path]: line }))

  test('a package in its row is allowed', () => {
    expect(misplaced('src/repo/repo.ts', "import { sql } from 'kysely'")).toEqual([])
    expect(misplaced('migrations/1.ts', "import { sql } from 'kysely/migration'")).toEqual([])
  })

  test('a package outside its row is refused, its types and parts as well', () => {
    expect(misplaced('src/web/plug.ts', "import { sql } from 'kysely'")).toEqual([
      'src/web/plug.ts:1 web imports kysely, only repo, migrations may.',
    ])
    expect(
      misplaced('src/web/a.ts', "import type { Migration } from 'kysely/migration'"),
    ).toHaveLength(1)
  })

  test('astro stops at web', () => {
    expect(misplaced('src/web/plug.ts', "import type { APIContext } from 'astro'")).toEqual([])
    expect(misplaced('src/accounts/a.ts', "import type { APIContext } from 'astro'")).toHaveLength(
      1,
    )
    expect(misplaced('src/accounts/a.ts', "import { getEntry } from 'astro:content'")).toHaveLength(
      1,
    )
    expect(misplaced('src/accounts/a.ts', '/// <reference types="astro/client" />')).toHaveLength(1)
  })

  test('a scope of packages stands for all of them', () => {
    expect(misplaced('astro.config.mjs', "import mdx from '@astrojs/mdx'")).toEqual([])
    expect(misplaced('src/web/plug.ts', "import mdx from '@astrojs/mdx'")).toHaveLength(1)
  })

  test('a package without a row is refused', () => {
    expect(misplaced('src/web/plug.ts', "import ky from 'ky'")).toEqual([
      'src/web/plug.ts:1 web imports ky, which stands in no row of the table: add one.',
    ])
  })

  test("Node's own modules stay out of what a browser runs", () => {
    expect(misplaced('src/repo/repo.ts', "import { join } from 'node:path'")).toEqual([])
    expect(misplaced('src/lib/pipe.ts', "import { join } from 'node:path'")).toHaveLength(1)
    expect(misplaced('src/lib/pipe.ts', "import { join } from 'path'")).toHaveLength(1)
  })

  test('a package that may be replaced one day is known to exactly one file', () => {
    const line = "import sqlite3 from 'sqlite3'"
    const once = { 'src/repo/a.ts': line }
    expect(packagesInManyFiles(houseOf(once))).toEqual([])
    expect(packagesInManyFiles(houseOf({}))).toHaveLength(1)
    expect(packagesInManyFiles(houseOf({ ...once, 'src/repo/b.ts': line }))).toEqual([
      'sqlite3 is imported in 2 files, not in one: src/repo/a.ts, src/repo/b.ts.',
    ])
  })
})

describe('what a browser runs', () => {
  const inBrowsers = (files: Readonly<Record<string, string>>) => nodeInBrowsers(houseOf(files))
  const node = "import { hostname } from 'node:os'"
  const page = { 'src/pages/index.astro': "<script>import '../islands/menu.ts'</script>" }
  const files = {
    ...page,
    'src/lib/a.ts': "import { b } from './b.ts'",
    'src/lib/b.ts': `\n${node}`,
  }

  test('reaches no module of Node, however many files away', () => {
    expect(
      inBrowsers({ ...files, 'src/islands/menu.ts': "import { a } from '#lib/a.ts'" }),
    ).toEqual([
      'src/lib/b.ts:2 imports node:os, and a browser runs it: ' +
        'src/pages/index.astro → src/islands/menu.ts → src/lib/a.ts → src/lib/b.ts.',
    ])
  })

  test('is a script of a page as well', () => {
    const page = "---\n---\n<script>import { a } from '#lib/a.ts'</script>"
    expect(inBrowsers({ ...files, 'src/pages/a.astro': page })).toHaveLength(1)
    expect(inBrowsers({ ...files, 'src/pages/a.astro': "---\nimport '#lib/a.ts'\n---" })).toEqual(
      [],
    )
  })

  test('may name types of what it does not reach', () => {
    const island = "import type { A } from '#lib/a.ts'"
    expect(inBrowsers({ ...files, 'src/islands/menu.ts': island })).toEqual([])
  })

  test('is led to a file of its own where package.json has one', () => {
    const island = { ...page, 'src/islands/menu.ts': "import { now } from '#clock'" }
    const clocks = { 'src/lib/clock.ts': node, 'src/lib/clock.browser.ts': '' }
    expect(inBrowsers({ ...island, ...clocks })).toEqual([])
    expect(inBrowsers({ ...island, ...clocks, 'src/lib/clock.browser.ts': node })).toHaveLength(1)
    expect(forbiddenImports(houseOf({ 'src/trace/a.ts': "import { now } from '#clock'" }))).toEqual(
      [],
    )
    expect(forbiddenImports(houseOf({ 'src/migrations/a.ts': "import '#clock'" }))).toHaveLength(1)
  })
})

describe('computed imports', () => {
  const line = 'const module = await import(path)'

  test('an import that cannot be followed is refused', () => {
    expect(computedImports(houseOf({ 'src/islands/a.ts': line }))).toEqual([
      'src/islands/a.ts:1 imports what it computes: name the file, or write it down.',
    ])
  })

  test('one that is written down is allowed', () => {
    expect(computedImports(houseOf({ 'src/islands/search.ts': line }))).toEqual([])
  })
})

describe('circles', () => {
  test('files that import each other are refused', () => {
    const files = {
      'src/lib/a.ts': "import './b.ts'",
      'src/lib/b.ts': "import '#lib/c.ts'",
      'src/lib/c.ts': "export { a } from './a.ts'\nexport const c = 1",
    }
    expect(cycles(houseOf(files))).toEqual([
      'src/lib/a.ts → src/lib/b.ts → src/lib/c.ts → src/lib/a.ts',
    ])
  })

  test('so are files that lend each other types', () => {
    const files = {
      'src/lib/a.ts': "import './b.ts'",
      'src/lib/b.ts': "import type { A } from './a.ts'",
    }
    expect(cycles(houseOf(files))).toEqual(['src/lib/a.ts → src/lib/b.ts → src/lib/a.ts'])
  })

  test('a file whose text is read may import its reader', () => {
    const files = {
      'src/lib/a.ts': "import text from './b.ts?raw'",
      'src/lib/b.ts': "import './a.ts'",
    }
    expect(cycles(houseOf(files))).toEqual([])
  })

  test('two ways to one file are no circle', () => {
    const files = {
      'src/lib/a.ts': "import './b.ts'\nimport './c.ts'",
      'src/lib/b.ts': "import './c.ts'",
      'src/lib/c.ts': '',
    }
    expect(cycles(houseOf(files))).toEqual([])
  })
})

describe('barrels', () => {
  test.for([
    "export * from './a.ts'",
    "export { a } from './a.ts'\nexport type { B } from './b.ts'",
    "import { a } from './a.ts'\nexport { a }",
    "import { a } from './a.ts'\nexport default a",
  ])('a file that only re-exports is refused: %s', (source) => {
    expect(barrels(houseOf({ 'src/lib/index.ts': source }))).toEqual([
      'src/lib/index.ts only re-exports: import from the files themselves.',
    ])
  })

  test.for([
    "export { a } from './a.ts'\nexport const b = 1",
    "import './a.ts'",
    "import { a } from './a.ts'\nexport default a(1)",
    'export {}',
    '',
  ])('a file with something of its own is allowed: %s', (source) => {
    expect(barrels(houseOf({ 'src/lib/index.ts': source }))).toEqual([])
  })
})
