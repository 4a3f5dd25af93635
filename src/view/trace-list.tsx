import { lazily } from './lazy';

/** Many traces, as a table whose code is fetched with the first of them; see `table/trace-table.tsx`. */
export const TraceList = lazily(() =>
  import('./table/trace-table').then(module => module.TraceTable)
);
