import type { TraceServer } from '../view/host';
import { editing } from './edits';
import { reading } from './reads';
import { Requests, type Transport } from './requests';

/**
 * MLflow 3.6 and later as the view asks it, by whatever way the host has. Answers are parsed without losing a digit.
 * `readerName` says in whose name feedback is given.
 */
export function trackingServer(
  transport: Transport,
  readerName: () => Promise<string>
): TraceServer {
  const requests = new Requests(transport);
  return {
    ...reading(requests, transport.trans),
    ...editing(requests, readerName)
  };
}
