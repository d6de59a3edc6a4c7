/** `npm run soak`: ten minutes; `-- --minutes 4 --readers 20 --noise 50` for others. */
import { parseArgs } from 'node:util'
import { startBuiltServer } from '../support/built-server.ts'
import { soak } from './soak.ts'
import { promisesOf, tableOf } from './verdict.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    readers: { type: 'string', default: '50' },
    noise: { type: 'string', default: '100' },
  },
})
const [minutes, readers, noise] = [values.minutes, values.readers, values.noise].map(Number)

console.log(
  `${readers} readers for ${minutes} minutes, with limits as they are; each second minute a neighbour asks ${noise} times a second.`,
)
const server = await startBuiltServer({ LOG_LEVEL: 'error' })
try {
  const { stretches, fallen } = await soak(server, {
    ...{ readers: readers!, stretches: minutes!, noisePerSecond: noise! },
    ...{ stretchMilliseconds: 60_000, thinks: 700 },
    ended: (stretch, number) =>
      console.log(
        tableOf([stretch])
          .at(-1)!
          .replace(/^\d+\s+\S+( up)?/, `minute ${number + 1}:`),
      ),
  })
  const held = promisesOf(stretches)
  console.log(`\n${tableOf(stretches).join('\n')}\n`)
  for (const { says, measured, holds } of held)
    console.log(`${holds ? 'holds ' : 'FAILED'}  ${says}: ${measured}`)
  for (const line of fallen) console.log(`FAILED  ${line}`)
  if (fallen.length > 0 || held.some(({ holds }) => !holds)) process.exitCode = 1
} finally {
  await server.stop()
}
