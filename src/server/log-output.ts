import { fstatSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { counters } from './counters.ts'

const STDOUT = 1

interface Options {
  /** Whether lines go into a file, and not to somebody who reads them. */
  readonly isFile?: boolean
  /** Answers how many bytes the file took. */
  readonly writeFile?: (bytes: Uint8Array) => number
  readonly writeStream?: (line: string) => void
}

/**
 * Where lines of the log go. A full disk under the log takes no request down: the line is lost, and counted.
 * Node's own stdout would be closed for good by the first line that a file does not take, and the log would
 * stay silent once there is room again.
 */
export function logOutput({
  isFile = isFileToNode(STDOUT),
  writeFile = (bytes) => writeSync(STDOUT, bytes),
  writeStream = (line) => void process.stdout.write(line),
}: Options = {}): (line: string) => void {
  if (!isFile) return writeStream
  // The last room of a disk may take half a line, and the next one is to be a line of its own.
  let isCut = false
  return (line) => {
    const bytes = Buffer.from(isCut ? `\n${line}` : line)
    try {
      const written = writeFile(bytes)
      isCut = written < bytes.length
      if (!isCut) return
    } catch {
      // It is counted below.
    }
    counters.count('glasshouse_log_lost_total')
  }
}

// A device such as /dev/null is written to as a file is.
function isFileToNode(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor)
    return stats.isFile() || (stats.isCharacterDevice() && !isatty(descriptor))
  } catch {
    return false
  }
}
