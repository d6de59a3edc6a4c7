/** Told to the page once it is known that its reader was here before. */
export const VISITED = 'glasshouse-visited'
