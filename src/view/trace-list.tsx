import { lazily } from './lazy';

/** Many traces, as a table whose code is fetched with the first of them; see `table/growing-table.tsx`. */
export const TraceList = lazily(() =>
  import('./table/growing-table').then(module => module.GrowingTable)
);
