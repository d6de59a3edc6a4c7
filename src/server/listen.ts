/** Takes the port, or says in one sentence what stands in the way. */
import { errorCode } from '#lib/error-code.ts'
import { createServer, type Server } from 'node:net'
import { ConfigError, type Config } from './config.ts'

type Listening = Pick<Config, 'host' | 'port'>

/** Resolves when the server takes connections. Throws a `ConfigError` that names the variable to change. */
export async function listen(server: Server, config: Config): Promise<void> {
  try {
    await listening(server, config)
  } catch (error) {
    throw (await whyNot(error, config)) ?? error
  }
}

function listening(server: Server, { host, port }: Listening): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function whyNot(error: unknown, config: Config): Promise<ConfigError | null> {
  const { host, port, dataDirectory } = config
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new ConfigError(
        `Port ${port} is in use. Stop what listens there, or give this server another port, as in PORT=${await nextFreePort(config)} npm start; its DATA_DIR, "${dataDirectory}", is free.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new ConfigError(
        `HOST is "${host}", which is no address of this machine. It takes one, such as 127.0.0.1 for this machine alone, or 0.0.0.0 for all that can reach it.`,
      )
    case 'EAFNOSUPPORT':
      return new ConfigError(
        `HOST is "${host}", and this machine has no addresses of that kind. 127.0.0.1 is this machine alone.`,
      )
    case 'EACCES':
    case 'EPERM':
      return new ConfigError(
        `PORT is ${port}, which this user may not listen on. It takes one from 1024, such as PORT=4321 npm start.`,
      )
    default:
      return null
  }
}

/** A port after this one that nobody listens on. */
export async function nextFreePort({ host, port }: Listening): Promise<number> {
  for (let candidate = port + 1; candidate < port + 50 && candidate < 65_536; candidate += 1) {
    const trial = createServer()
    try {
      await listening(trial, { host, port: candidate })
      return candidate
    } catch {
      continue
    } finally {
      trial.close()
    }
  }
  return port === 4322 ? 4323 : 4322
}
