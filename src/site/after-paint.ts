/** Some browsers tell nobody when they paint, so as not to be known by it. */
const LONGEST = 1_000

/** Once the page stands on the screen: what nobody sees at first is not in its way. */
export function afterPaint(): Promise<void> {
  return new Promise((painted) => {
    const observer = new PerformanceObserver(() => {
      observer.disconnect()
      painted()
    })
    observer.observe({ type: 'paint', buffered: true })
    setTimeout(painted, LONGEST)
  })
}
