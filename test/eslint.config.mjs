import { configs as regexp } from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'
import { defineConfig } from 'eslint/config'

const ROOT = new URL('..', import.meta.url).pathname

// What these make goes into a query as it stands: where a person's text could be among it, no.
const RAW_SQL = ['raw', 'lit', 'literal', 'ref', 'id', 'table'].map((name) => ({
  selector: `MemberExpression[object.name='sql'][property.name='${name}']`,
  message: `sql.${name} writes into the query itself. It stands in src/repo and migrations only.`,
}))

const PRIVATE_KEYWORD = {
  // A constructor has no other way to be private.
  selector: ":matches(PropertyDefinition, MethodDefinition[kind!='constructor'])[accessibility]",
  message: 'Write #name: the language keeps it private, not only the type checker.',
}

export default defineConfig(
  // The peers of a benchmark are typed by packages that are installed for it alone.
  { ignores: ['dist/', 'var/', '.astro/', 'test/bench/peers/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    extends: [tseslint.configs.recommendedTypeChecked, regexp['flat/recommended']],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: ROOT } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      // The same sign as in TypeScript, for what must stand there but is not read.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      // `[^]` and `[\s\S]` say "any character" beside a dot that does not mean line ends.
      'regexp/match-any': ['error', { allows: ['[^]', '[\\s\\S]', 'dotAll'] }],
      // `[eE]` says of one letter what the flag would say of all.
      'regexp/use-ignore-case': 'off',
      // `import { type A }` still loads the file once the types are stripped.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      'no-restricted-syntax': ['error', PRIVATE_KEYWORD, ...RAW_SQL],
    },
  },
  {
    files: ['src/repo/**', 'test/repo/**', 'migrations/**'],
    rules: { 'no-restricted-syntax': ['error', PRIVATE_KEYWORD] },
  },
  {
    // Kysely's own signatures say Kysely<any> where no table is known yet.
    files: [
      ...['src/repo/sqlite/sqlite-dialect.ts', 'src/repo/postgres/postgres-dialect.ts'],
      'migrations/**',
      // A migration that a reader writes looks as those of the house.
      '**/exercises/*/{start,solution}/**',
    ],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
  {
    // A person's text goes through these expressions, and one of them could hold the server up.
    files: ['src/lib/**', 'src/trace/**', 'src/changeset/**', 'src/app/**', 'test/lint/**'],
    // It reads the paths of the running program.
    ignores: ['src/trace/call-site.ts'],
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['**/*.mjs'],
    rules: {
      // Plain JavaScript says no types, so everything that comes from outside would be reported.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
    },
  },
)
