import { createContext } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { TraceRecord } from '../../bundle/types';
import type { TraceServer, ViewHost } from '../host';

/** What the reader fetched or edited, as a change of the record that the bundle holds. Pure. */
export type Patch = (record: TraceRecord) => TraceRecord;

/** One mounted trace and the way to the tracking server, for the parts of the view that ask it. */
export type LiveTrace = {
  /** The bundle's record with all patches. */
  readonly record: TraceRecord;
  readonly server: TraceServer | undefined;
  readonly save: ViewHost['save'];
  /** Draws the trace with the patch, over every later version of the record too; the result takes it back. */
  readonly add: (patch: Patch) => () => void;
  /** Whether tags and feedback are open for editing. */
  readonly isEditing: boolean;
  readonly setEditing: (isEditing: boolean) => void;
};

/** Of the trace around a part of the view; undefined outside of one. */
export const LiveContext = createContext<LiveTrace | undefined>(undefined);

/** The trace as it is drawn. Patches belong to the mount: they go with it, and are never written to the notebook. */
export function useLiveTrace(
  record: TraceRecord,
  { server, save }: ViewHost
): LiveTrace {
  const [patches, setPatches] = useState<readonly Patch[]>([]);
  const [isEditing, setEditing] = useState(false);
  const patched = useMemo(
    () => patches.reduce((before, patch) => patch(before), record),
    [record, patches]
  );
  return useMemo(
    () => ({
      record: patched,
      server,
      save,
      add: patch => {
        setPatches(before => [...before, patch]);
        return () => setPatches(now => now.filter(other => other !== patch));
      },
      isEditing,
      setEditing
    }),
    [patched, server, save, isEditing]
  );
}
