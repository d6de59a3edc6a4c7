const MODULE = /\/astro\/dist\/core\/encryption\.js$/
const SLOW = 'async function generateCspDigest(data, algorithm) {'

/**
 * Astro hashes what a page holds of scripts and styles for each answer anew,
 * each on another thread. They are a few, and stay the same while a server runs.
 */
export const hashOnce = () => ({
  name: 'glasshouse:hash-once',
  apply: 'build',
  applyToEnvironment: (environment) => environment.name === 'ssr',
  transform: {
    filter: { id: MODULE },
    handler(code) {
      if (!code.includes(SLOW))
        this.error(
          'glasshouse:hash-once: this Astro hashes elsewhere. Look whether it still hashes for each answer.',
        )
      return { code: code.replace(SLOW, ONCE), map: null }
    },
  },
})

// A text of a stranger’s would fill it: the most that it keeps are more than all pages have.
const ONCE = `const hashed = new Map();
async function generateCspDigest(data, algorithm) {
  const key = algorithm + data;
  const known = hashed.get(key);
  if (known !== undefined) return known;
  const digest = await hashCspText(data, algorithm);
  if (hashed.size < 200) hashed.set(key, digest);
  return digest;
}
async function hashCspText(data, algorithm) {`
