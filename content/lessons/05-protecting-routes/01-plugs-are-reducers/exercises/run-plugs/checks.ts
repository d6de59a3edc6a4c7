import { check } from 'glasshouse/exercise'
import {
  nowhere,
  scopeForVisitor,
} from 'glasshouse/given'
import { contextOf } from 'glasshouse/plug'
import type * as runPlugs from './solution/run-plugs.ts'

interface Code {
  readonly runPlugs: typeof runPlugs
}

const context = contextOf({
  scope: scopeForVisitor(nowhere),
})

/** Three plugs, each of which notes that it ran. A status is an answer. */
function line(
  ...answers: readonly (number | Error | null)[]
) {
  const ran: string[] = []
  const plugs = answers.map((answer, index) => () => {
    ran.push(['first', 'second', 'third'][index] ?? '')
    if (answer instanceof Error) throw answer
    return answer === null
      ? undefined
      : new Response(null, { status: answer })
  })
  return { plugs, ran }
}

export default [
  check<Code>(
    'answers nothing where no plug stands',
    async ({ code, see }) => {
      await see(
        'running an empty list',
        () => code.runPlugs.runPlugs([], context),
        { is: undefined },
      )
    },
  ),

  check<Code>(
    'runs all of them, in order, if none answers',
    async ({ code, see }) => {
      await see(
        'running three plugs that have nothing to say',
        () => {
          const { plugs, ran } = line(null, null, null)
          code.runPlugs.runPlugs(plugs, context)
          return ran
        },
        { is: ['first', 'second', 'third'] },
      )
      await see(
        'the answer of three plugs that have nothing to say',
        () =>
          code.runPlugs.runPlugs(
            line(null, null, null).plugs,
            context,
          ),
        { is: undefined },
      )
    },
  ),

  check<Code>(
    'stops at the first answer',
    async ({ code, see }) => {
      await see(
        'the answer, if the second says 303 and the third 403',
        () =>
          code.runPlugs.runPlugs(
            line(null, 303, 403).plugs,
            context,
          ),
        { status: 303 },
      )
      await see(
        'the answer, if the first says 403',
        () =>
          code.runPlugs.runPlugs(
            line(403, null, null).plugs,
            context,
          ),
        { status: 403 },
      )
      await see(
        'who ran, if the first answers',
        () => {
          const { plugs, ran } = line(303, null, null)
          code.runPlugs.runPlugs(plugs, context)
          return ran
        },
        { is: ['first'] },
      )
      await see(
        'who ran, if the second answers',
        () => {
          const { plugs, ran } = line(null, 303, null)
          code.runPlugs.runPlugs(plugs, context)
          return ran
        },
        { is: ['first', 'second'] },
      )
    },
  ),

  check<Code>(
    'lets an error through',
    async ({ code, see }) => {
      const { plugs, ran } = line(
        null,
        new RangeError('no such thing'),
        null,
      )
      await see(
        'running a plug that throws',
        () => code.runPlugs.runPlugs(plugs, context),
        { throws: 'RangeError: no such thing' },
      )
      await see(
        'who ran, if the second throws',
        () => ran,
        {
          is: ['first', 'second'],
        },
      )
    },
  ),
]
