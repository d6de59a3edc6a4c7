/**
 * Loaded into a process before anything else of it: writes down every attempt
 * to reach another machine or to start another program, into the file that
 * OUTBOUND_FILE names. It observes, and lets each go on.
 */
import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const file = process.env.OUTBOUND_FILE

function watch(owner, name, what) {
  const original = owner[name]
  if (typeof original !== 'function') return
  owner[name] = function (...given) {
    // Of a name that is looked up, which; the rest is told by its kind.
    appendFileSync(file, what === 'dns' ? `dns ${given[0]}\n` : `${what}\n`)
    return original.apply(this, given)
  }
}

watch(net.Socket.prototype, 'connect', 'connect')
for (const name of ['send', 'connect']) watch(dgram.Socket.prototype, name, 'datagram')
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const name of Object.getOwnPropertyNames(owner))
    if (/^(?:lookup|resolve|reverse)/.test(name)) watch(owner, name, 'dns')
watch(childProcess.ChildProcess.prototype, 'spawn', 'child')
for (const name of ['spawnSync', 'execSync', 'execFileSync']) watch(childProcess, name, 'child')
syncBuiltinESMExports()
appendFileSync(file, 'watching\n')
