import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'
import type { Attack } from './attack.ts'

const WAITS_MILLISECONDS = 10_000

export default {
  about: 'A second server on the same folder, as a rolling restart starts one (F6).',
  async run({ server, figure }) {
    const second = spawn(process.execPath, [`${currentBuild()}/server/main.mjs`], {
      env: {
        ...serverEnvironment(),
        DATA_DIR: server.dataDirectory,
        PORT: String(server.port + 1),
      },
      stdio: 'ignore',
    })
    const giveUp = setTimeout(() => second.kill(), WAITS_MILLISECONDS)
    const [code] = (await once(second, 'exit')) as [number | null]
    clearTimeout(giveUp)
    figure({
      what: 'the second one',
      before: 'starts; of 40 mails 16 to 19 are missing at each',
      now: code === 1 ? 'refuses to start' : 'starts',
      holds: code === 1,
    })
  },
} satisfies Attack
