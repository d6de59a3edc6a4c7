/**
 * Checks one password again and again as the house does, by its own function
 * and with nothing around it, and prints how many a second. In a process of its
 * own: how many threads there are is settled when one starts.
 */
import { hashPassword, verifyPassword } from '#app/accounts/credentials.ts'
import { PASSWORD } from './password.ts'

const [atOnce = 0, seconds = 0] = process.argv.slice(2).map(Number)

const hash = await hashPassword(PASSWORD)
const began = performance.now()
const ends = began + seconds * 1_000
let checked = 0
const check = async () => {
  while (performance.now() < ends) {
    if (!(await verifyPassword(hash, PASSWORD))) throw new Error('The password is not known.')
    checked += 1
  }
}
await Promise.all(Array.from({ length: atOnce }, check))
console.log((checked * 1_000) / (performance.now() - began))
