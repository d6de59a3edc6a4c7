/** The disk on which sandboxes lie. */
export interface DiskRoom {
  /** Bytes that are left; no end of them where the system does not say. */
  left(): number
  /** Bytes that there are in all. */
  size(): number
  /** Puts some room by, where there is enough of it. */
  keepReserve(): Promise<void>
  /** Gives that room back: with it what has ended can be noted even on a full disk. */
  dropReserve(): Promise<void>
}

/** A disk without end, for whoever asks for none. */
export const ENDLESS: DiskRoom = Object.freeze({
  ...{ left: () => Infinity, size: () => Infinity },
  ...{ keepReserve: () => Promise.resolve(), dropReserve: () => Promise.resolve() },
})
