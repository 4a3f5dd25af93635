import * as trans from './trans';
import { words } from './words';

/** The words around MLflow's own pages, apart from the others as they are fetched with them. */
export const mlflowStrings = words({
  tool: trans.__('MLflow'),
  toolTip: trans.__("MLflow's own view of this trace"),
  page: trans.__("MLflow's own view"),
  version: trans.__('MLflow {version}'),
  loading: trans.__('Asking the tracking server…'),
  open: trans.__('Open in MLflow'),
  again: trans.__('Try again'),
  failed: trans.__("MLflow's own view cannot be shown. {why}"),
  blocked: trans.__(
    'The page did not come: a rule of this site may forbid frames, or the tracking server is very slow.'
  ),
  scriptsFailed: trans.__(
    "MLflow's page came, but not its scripts: the tracking server may have ended, or Jupyter was started again."
  )
});
