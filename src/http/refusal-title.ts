const TITLES: Readonly<Record<number, string>> = {
  404: 'There is nothing at this address',
  409: 'Your sandbox has no more room',
  410: 'Your sandbox is gone',
  429: 'That was a lot at once',
  503: 'Your server is busy',
  507: 'Your sandbox is full',
}

/** What heads the page of a refusal, whoever shows it: bare, or in a window of the app. */
export const refusalTitle = (status: number): string =>
  TITLES[status] ?? (status < 500 ? 'This request was refused' : 'Something broke on our side')
