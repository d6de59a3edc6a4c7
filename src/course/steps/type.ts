import { z } from 'zod'
import { read } from '#prompt/elixir/read.ts'
import { NotRead, type Tree } from '#prompt/elixir/tree.ts'
import { defineStep } from './step-kind.ts'

const WHICH = 'A step that does "type" says a line of Elixir, and no other does.'

const bindsName = (tree: Tree) =>
  tree.is === 'match' || (tree.is === 'call' && tree.of === null && tree.name === 'import')

/** Types a line at the prompt, and runs it. Its calls are sent as any prompt sends them. */
export const type = defineStep(
  'type',
  {
    line: z
      .string({ error: WHICH })
      .trim()
      .min(1)
      .max(600)
      .describe(
        'What is typed, in Elixir: Accounts.register_user(%{}). In a way, [token] stands for that of the newest mail.',
      ),
  },
  {
    request: ({ line }, { base }) => ({
      method: 'GET',
      path: `${base}/console`,
      fields: {},
      types: line,
    }),
    button: 'form',
    bindsNames: ({ line }) => {
      const found = read(line)
      return 'trees' in found && found.trees.some(bindsName)
    },
    play: (player, { line }, { base }) => player.type(line, base),
    mistake({ line }) {
      try {
        return 'trees' in read(line) ? null : { at: 'line', message: 'The line stops too early.' }
      } catch (error) {
        if (!(error instanceof NotRead)) throw error
        return { at: 'line', message: error.message }
      }
    },
    strange: { line: 'types nothing: only "type" says a line.' },
  },
)
