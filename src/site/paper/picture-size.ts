import { FULL } from '#trace/house-frames.ts'

/** How large a picture of a house is shown, in CSS pixels. */
export const PICTURE_SIZE = { width: FULL.width, height: FULL.height } as const
