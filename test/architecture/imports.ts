/**
 * Reads what a file imports, in every way there is: static and dynamic
 * imports, re-exports, types, globs, Astro's frontmatter and scripts, MDX, CSS.
 */
import ts from 'typescript'

export interface Import {
  /** As written, without a query: `#lib/pipe.ts`, `./user.ts`, `kysely`. `null` when it is computed. */
  readonly specifier: string | null
  /** A type leaves nothing behind when the program runs; of a text only the characters are read. */
  readonly kind: 'value' | 'type' | 'text'
  readonly line: number
  /** Stands in a `<script>`, which Astro sends to the browser. */
  readonly inBrowser: boolean
}

export interface Part {
  readonly source: string
  readonly inBrowser: boolean
}

const CODE_FILE = /\.(?:[cm]?[jt]sx?|astro|mdx)$/

export function importsOf(path: string, source: string): readonly Import[] {
  if (path.endsWith('.css')) return cssImports(source)
  return [
    ...partsOf(path, source).flatMap(importsOfPart),
    ...(path.endsWith('.astro') ? templateImports(source) : []),
  ]
}

/** The file as TypeScript reads it. */
export function parse(source: string): ts.SourceFile {
  return ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true)
}

/** What of a file is TypeScript, each part with its lines where they are: all of it, or frontmatter and scripts. */
export function partsOf(path: string, source: string): readonly Part[] {
  if (path.endsWith('.astro')) return astroParts(source)
  if (path.endsWith('.mdx')) return [{ source: mdxStatements(source), inBrowser: false }]
  return [{ source, inBrowser: false }]
}

const FRONTMATTER = /^\s*---\r?\n([\s\S]*?)\r?\n---/
const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g
const DATA_SCRIPT = /\btype=["'](?!module|text\/javascript)/

function astroParts(source: string): readonly Part[] {
  const frontmatter = FRONTMATTER.exec(source)
  const parts = frontmatter ? [cut(source, frontmatter.index, frontmatter[0].length, false)] : []
  const scripts = [...source.matchAll(SCRIPT)].filter(([, attributes]) => {
    return !DATA_SCRIPT.test(attributes ?? '')
  })
  return [
    ...parts.map((part) => ({ ...part, source: part.source.replaceAll('---', '   ') })),
    ...scripts.map((match) => {
      const start = match.index + match[0].indexOf('>') + 1
      return cut(source, start, match[2]!.length, true)
    }),
  ]
}

// All that is not this part becomes blank, so that lines keep their numbers.
function cut(source: string, start: number, length: number, inBrowser: boolean): Part {
  const end = start + length
  return {
    source: blank(source.slice(0, start)) + source.slice(start, end) + blank(source.slice(end)),
    inBrowser,
  }
}

const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ')

// What a template imports outside its frontmatter: `<script src="…">` and expressions.
function templateImports(source: string): readonly Import[] {
  const withoutFrontmatter = source.replace(FRONTMATTER, blank)
  const scriptSources = [...withoutFrontmatter.matchAll(SCRIPT)]
    .map((match) => ({ match, src: /\bsrc=["']([.#][^"']+)["']/.exec(match[1]!)?.[1] }))
    .flatMap(({ match, src }) =>
      src ? [anImport(src, 'value', lineAt(source, match.index), true)] : [],
    )
  const template = withoutFrontmatter.replaceAll(SCRIPT, blank)
  const inExpressions = [
    ...template.matchAll(/\bimport(?:\.meta\.glob)?(?:<[^(]*>)?\(\s*["']([^"']+)["']/g),
  ].map((match) => anImport(match[1]!, 'value', lineAt(source, match.index), false))
  return [...scriptSources, ...inExpressions]
}

/** Only the import and export statements: a block of them begins and ends at an empty line. */
function mdxStatements(source: string): string {
  let fence: string | null = null
  let afterEmptyLine = true
  let inStatement = false
  const keep = (line: string) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? null
    if (fence === null) fence = mark
    else if (mark?.startsWith(fence)) fence = null
    const begins = afterEmptyLine && /^(?:import|export)\b/.test(line)
    afterEmptyLine = line.trim() === ''
    inStatement = fence === null && !afterEmptyLine && (inStatement || begins)
    return inStatement
  }
  return source
    .split('\n')
    .map((line) => (keep(line) ? line : ''))
    .join('\n')
}

function cssImports(source: string): readonly Import[] {
  return [...source.matchAll(/@import\s+(?:url\(\s*)?["']([^"']+)["']/g)].map((match) =>
    anImport(match[1]!, 'value', lineAt(source, match.index), false),
  )
}

const lineAt = (source: string, index: number) => source.slice(0, index).split('\n').length

function anImport(
  written: string,
  kind: Import['kind'],
  line: number,
  inBrowser: boolean,
  query = '',
): Import {
  const [specifier, ownQuery = query] = written.split('?', 2)
  const isText = /\b(?:raw|url)\b/.test(ownQuery)
  return { specifier: specifier!, kind: isText ? 'text' : kind, line, inBrowser }
}

function importsOfPart({ source, inBrowser }: Part): readonly Import[] {
  const file = parse(source)
  const found: Import[] = []
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
  const add = (node: ts.Node, specifier: string, kind: Import['kind'], query?: string) =>
    found.push(anImport(specifier, kind, lineOf(node), inBrowser, query))

  for (const { fileName, pos } of file.typeReferenceDirectives) {
    found.push(anImport(fileName, 'type', lineAt(source, pos), inBrowser))
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const specifier = node.moduleSpecifier
      // `import { type A }` still loads the file when types are stripped; `import type` does not.
      const typeOnly = ts.isImportDeclaration(node)
        ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : node.isTypeOnly
      if (specifier && ts.isStringLiteral(specifier)) {
        add(node, specifier.text, typeOnly ? 'type' : 'value')
      }
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
        add(node, node.argument.literal.text, 'type')
      }
    } else if (ts.isImportEqualsDeclaration(node)) {
      const reference = node.moduleReference
      if (ts.isExternalModuleReference(reference) && ts.isStringLiteral(reference.expression)) {
        add(node, reference.expression.text, node.isTypeOnly ? 'type' : 'value')
      }
    } else if (ts.isCallExpression(node)) {
      readCall(node)
    } else if (ts.isNewExpression(node)) {
      const [path, base] = node.arguments ?? []
      const isModuleUrl = node.expression.getText(file) === 'URL' && path && base
      if (isModuleUrl && ts.isStringLiteralLike(path) && CODE_FILE.test(path.text)) {
        if (base.getText(file) === 'import.meta.url') add(node, path.text, 'value')
      }
    }
    ts.forEachChild(node, visit)
  }
  const readCall = (node: ts.CallExpression) => {
    const [first, options] = node.arguments
    const callee = node.expression.getText(file)
    if (callee === 'import.meta.glob') {
      const query = options && /\b(?:raw|url)\b/.test(options.getText(file)) ? 'raw' : ''
      for (const pattern of stringsIn(first)) add(node, pattern, 'value', query)
    } else if (node.expression.kind === ts.SyntaxKind.ImportKeyword || callee === 'require') {
      if (first && ts.isStringLiteralLike(first)) add(node, first.text, 'value')
      else found.push({ specifier: null, kind: 'value', line: lineOf(node), inBrowser })
    } else if (/\.import$/.test(callee) && first && ts.isStringLiteralLike(first)) {
      // A Vite runner imports by path: `runner.import('/src/server/dev.ts')`.
      add(node, first.text, 'value')
    }
  }
  visit(file)
  return found
}

function stringsIn(node: ts.Node | undefined): readonly string[] {
  if (!node) return []
  if (ts.isStringLiteralLike(node)) return [node.text]
  return ts.isArrayLiteralExpression(node) ? node.elements.flatMap(stringsIn) : []
}
