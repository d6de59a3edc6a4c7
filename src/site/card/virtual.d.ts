declare module 'virtual:glasshouse/cards' {
  /** Every card of the course; each is a picture under `/cards`. */
  const cards: import('./card.ts').Cards
  export default cards
}
