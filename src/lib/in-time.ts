/**
 * What `work` answers, unless `milliseconds` pass before: then what `late`
 * makes is thrown. The work itself goes on, and nobody hears of it any more.
 * In Elixir: `Task.yield`, and `Task.ignore`.
 */
export async function inTime<Value>(
  work: Promise<Value>,
  milliseconds: number,
  late: () => Error,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
