import { check } from 'glasshouse/exercise'
import type * as safeReturnPath from './solution/safe-return-path.ts'

interface Code {
  readonly safeReturnPath: typeof safeReturnPath
}

const keep = (code: Code, path: string, method = 'GET') =>
  code.safeReturnPath.safeReturnPath(method, path)

export default [
  check<Code>(
    'keeps a path of this site, with its query',
    async ({ code, see }) => {
      for (const path of [
        '/scores',
        '/scores?sort=points',
      ])
        await see(
          `keeping ${path}`,
          () => keep(code, path),
          {
            is: path,
          },
        )
    },
  ),

  check<Code>(
    'keeps nothing that was sent',
    async ({ code, see }) => {
      await see(
        'keeping the address of a form',
        () => keep(code, '/scores/new', 'POST'),
        { is: null },
      )
    },
  ),

  check<Code>(
    'keeps no way to another site',
    async ({ code, see }) => {
      for (const path of [
        'https://evil.test',
        '//evil.test',
        '/\\evil.test',
      ])
        await see(
          `keeping ${path}`,
          () => keep(code, path),
          {
            is: null,
          },
        )
    },
  ),

  check<Code>(
    'keeps nothing that is empty, or too long',
    async ({ code, see }) => {
      await see('keeping nothing', () => keep(code, ''), {
        is: null,
      })
      await see(
        'keeping a path of 602 characters',
        () => keep(code, `/a${'a'.repeat(600)}`),
        { is: null },
      )
    },
  ),
]
