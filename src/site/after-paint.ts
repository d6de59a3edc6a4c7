/**
 * Once the page stands on the screen: what nobody sees at first is not in its
 * way. A page in a tab behind others waits until somebody looks at it.
 */
export function afterPaint(): Promise<void> {
  return new Promise((painted) => {
    const observer = new PerformanceObserver(() => {
      observer.disconnect()
      painted()
    })
    observer.observe({ type: 'paint', buffered: true })
  })
}
