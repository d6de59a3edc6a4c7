/**
 * better-auth as its documentation sets it up: e-mail and password, a SQLite
 * file, node:http. Passwords are hashed as Glasshouse hashes them; its limits
 * and its reports home are off. Says on which port it answers.
 */
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'

const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }

const database = new DatabaseSync(join(process.env.DATA_DIR, 'auth.db'))
database.exec('pragma journal_mode = WAL; pragma synchronous = NORMAL')

let handle = null
const server = createServer((request, response) => void handle(request, response))
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address()
  const auth = betterAuth({
    baseURL: `http://localhost:${port}`,
    secret: 'a secret of this benchmark alone, and of no use elsewhere',
    telemetry: { enabled: false },
    logger: { level: 'error' },
    rateLimit: { enabled: false },
    database,
    session: { cookieCache: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      password: {
        hash: (password) => hash(password, ARGON2ID),
        verify: ({ hash: kept, password }) => verify(kept, password),
      },
    },
  })
  await (await getMigrations(auth.options)).runMigrations()
  handle = toNodeHandler(auth)
  console.log(port)
})
