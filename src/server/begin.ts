/**
 * The first module of the server. It imports nothing that could fail, so that it can say why the rest does not
 * load: native parts are for one kind of machine, and a folder of packages may come from another.
 */
import { whyNotLoaded } from './native-parts.ts'

try {
  await import('./main.ts')
} catch (error) {
  process.stderr.write(`Glasshouse cannot start. ${whyNotLoaded(error)}\n`)
  process.exit(1)
}
