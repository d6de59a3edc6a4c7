/** Whether a time lies between an earlier one and now. No machine is too slow for that. */
export const isSince = (start: number, time: number): boolean => start <= time && time <= Date.now()
