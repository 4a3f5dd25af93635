import type { TranslationBundle } from '@jupyterlab/translation';
import { trackingServer } from '../tracking/server';
import type { TraceServer } from '../view/host';
import { behindJupyter } from './behind-jupyter';
import { readerName } from './reader-name';

/** The tracking server, asked through Jupyter's own address and login. */
export function mlflowServer(trans: TranslationBundle): TraceServer {
  return trackingServer(behindJupyter('spanbook/mlflow/', trans), readerName);
}
