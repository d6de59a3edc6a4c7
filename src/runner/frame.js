'use strict'
// The whole of /console/frame. It starts and ends workers, and no line of a reader runs in it: a frame
// could send itself to another address, with all it knows in the query, and no policy stops that. A
// worker cannot.
let worker = null

const tell = (type) => parent.postMessage({ type }, '*')

addEventListener('message', ({ source, data, ports }) => {
  if (source !== parent) return
  worker?.terminate()
  worker = null
  if (data.type === 'stop') return tell('stopped')
  const url = URL.createObjectURL(new Blob([data.text], { type: 'text/javascript' }))
  worker = new Worker(url)
  URL.revokeObjectURL(url)
  worker.onerror = () => tell('failed')
  // From here on page and worker speak by themselves: the frame would only be a slower pipe.
  worker.postMessage(null, ports)
})

tell('ready')
