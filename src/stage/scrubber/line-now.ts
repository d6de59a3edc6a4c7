/** A line of the house as far as its request has come: it ends in a ring. */
const SVG = 'http://www.w3.org/2000/svg'
/** From a line to its side rooms, in units of the drawing. */
const TO_ROOM = 24

export class LineNow {
  #drawn: Element | null = null

  /** `y` is where it has come to; `null` beside the floors: where it turned. */
  draw(line: Element | undefined, y: number | null, isInRoom: boolean): void {
    this.remove()
    const whole = line?.querySelector('.house-way')?.getAttribute('d') ?? ''
    const [way = '', turn = ''] = whole.split(/V(?=[\d.]+$)/)
    const x = Number(/[MH]([\d.]+)(?:[ V][\d.]+)?$/.exec(way)?.[1])
    if (!line || Number.isNaN(x)) return
    const end = y ?? Number(turn)
    const group = document.createElementNS(SVG, 'g')
    group.setAttribute('class', 'house-now')
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('class', 'house-way')
    path.setAttribute('d', `${way}V${end}${isInRoom ? `h${TO_ROOM}` : ''}`)
    const ring = document.createElementNS(SVG, 'circle')
    ring.setAttribute('cx', String(isInRoom ? x + TO_ROOM : x))
    ring.setAttribute('cy', String(end))
    ring.setAttribute('r', '6')
    group.append(path, ring)
    line.append(group)
    this.#drawn = group
  }

  remove(): void {
    this.#drawn?.remove()
    this.#drawn = null
  }
}
