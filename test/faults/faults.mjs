/**
 * What may break under a server, fault by fault, and what is promised of each.
 * A test holds the one that its title begins with: `fault 8 …`. `changed`: it
 * is held in another form, and `not`: it is not, for the reason given; the whole
 * reason is in content/decisions/differences-from-phoenix.md. `needs`: a small
 * disk to fill; where none can be mounted it is skipped, and says why;
 * so it is where no PostgreSQL is installed. `among`:
 * a file of another folder has its tests.
 */
export const FAULTS = [
  { id: 1, says: 'Killed at any moment, it loses nothing that was acknowledged' },
  {
    id: 2,
    says: 'Killed between a row and its mail, it keeps both or neither',
    changed:
      'a row may be there without its mail, as in Phoenix: a link that is asked for opens it',
  },
  {
    id: 3,
    says: 'Told to stop under load, it says so, finishes, and cuts nobody off',
  },
  {
    id: 4,
    says: 'After a loss of power a database opens, and lacks at most its last commits',
    changed: 'the log is cut where an unsynced one may end; no disk is made to drop what it took',
  },
  {
    id: 5,
    says: 'A full disk is said, frees itself, and heals without a restart',
    among: 'test/requests/full-disk.test.ts',
    needs: 'disk',
  },
  { id: 6, says: 'A full disk for the log stops no request' },
  {
    id: 7,
    says: 'A folder that cannot be written stops the start, or /readyz says so',
    needs: 'disk',
  },
  {
    id: 8,
    says: 'A database that somebody holds is 503 with a time to wait, for its owner alone',
  },
  {
    id: 9,
    says: 'Many who wait for one database keep nobody else waiting',
    changed: '256 wait for a database, not 32, and each for two seconds at most',
  },
  { id: 10, says: 'Who reads and then writes is never told that the database is busy' },
  { id: 11, says: 'Two who write at once do not undo each other' },
  { id: 12, says: 'A query around its own open transaction throws at once, and waits for nothing' },
  { id: 13, says: 'An empty database file gives its reader a fresh sandbox' },
  { id: 14, says: 'One that was cut off does, too, and others are served' },
  { id: 15, says: 'One with garbage at its head does, too' },
  {
    id: 16,
    says: 'One with a garbage page is found out',
    among: 'test/requests/ways-out.test.ts',
  },
  { id: 17, says: 'A folder, a link or a pipe in its place hangs nobody, and is followed nowhere' },
  {
    id: 18,
    says: 'A log that is missing, or another’s, stops nobody, and reaches nobody else',
    changed: 'one that somebody puts beside a database by hand is read as its own, as SQLite does',
  },
  {
    id: 19,
    says: 'A database that is deleted while it is open is a sandbox begun anew',
    among: 'test/requests/ways-out.test.ts',
  },
  {
    id: 20,
    says: 'A template that is gone or broken stands in nobody’s way',
    changed: 'it is made anew at each start, so a start never fails for it',
  },
  {
    id: 21,
    says: 'Ten thousand sandboxes take at most 200 handles',
  },
  {
    id: 22,
    says: 'Without a descriptor left it answers 503, and lives',
  },
  {
    id: 23,
    says: 'Short of memory it sheds load, and loses nothing',
  },
  { id: 24, says: 'Who sends a head byte by byte is let go within 12 s, and others are served' },
  { id: 25, says: 'Who sends a body byte by byte is let go within 17 s' },
  {
    id: 26,
    says: 'Who does not read is let go',
    among: 'test/security/crowds.test.ts',
  },
  {
    id: 27,
    says: 'Sockets that say nothing leave room for others',
    among: 'test/security/crowds.test.ts',
  },
  { id: 28, says: 'A body without end is refused, and takes no memory' },
  {
    id: 29,
    says: 'A form in parts that is malformed is its sender’s mistake',
    changed: '415 where no file is taken, 400 where one is',
  },
  { id: 30, says: 'Too many headers, or too long ones, are refused' },
  { id: 31, says: 'A host or a target that is none is refused' },
  { id: 32, says: 'A request that can be read in two ways is refused, and its connection ends' },
  { id: 33, says: 'Garbage for a cookie is nobody’s: no error, and no loop' },
  { id: 34, says: 'Letters of every script come back as they were sent, or are refused' },
  { id: 35, says: 'Nothing long is ever normalised' },
  {
    id: 36,
    says: 'A flood of log-ins is shed',
    among: 'test/security/crowds.test.ts',
  },
  { id: 37, says: 'A hash with the work of a minute in it is not begun' },
  { id: 38, says: 'Streams end at their limit, and who does not answer is let go' },
  { id: 39, says: 'A clock that jumps makes no link live longer' },
  { id: 40, says: 'There is one source of time, and it counts milliseconds' },
  { id: 41, says: 'No text of a request names a file' },
  { id: 42, says: 'Two hundred resets at once leave one sandbox' },
  { id: 43, says: 'Of twenty who register one address at once, one does' },
  { id: 44, says: 'Of twenty who use one link at once, one gets in' },
  { id: 45, says: 'A second server on the same folder does not start' },
  {
    id: 46,
    says: 'A package that does not fit the machine stops the start with a sentence',
  },
  { id: 47, says: 'What is no SQL and no value never reaches the database' },
  { id: 48, says: 'A rejection that nobody handled is logged and counted' },
  {
    id: 49,
    says: 'An exception that nobody caught ends it, and another is started',
  },
  {
    id: 50,
    says: 'With ten thousand sandboxes it is ready as soon as with none',
  },
  { id: 51, says: 'A sandbox of another version of the tables is begun anew' },
  {
    id: 52,
    says: 'A PostgreSQL that is down, slow or full is 503, and heals',
    needs: 'postgres',
  },
]
