import { createContext } from 'preact';
import type { SearchPattern } from '../../model/search-pattern';

/** What is looked for in the trace around a part of the view; undefined while nothing is. */
export const HitContext = createContext<SearchPattern | undefined>(undefined);
