/** `npm run build` */
import { installIfNeeded } from './install.mjs'
import { build } from './site-build.mjs'

await installIfNeeded()
process.exitCode = await build()
