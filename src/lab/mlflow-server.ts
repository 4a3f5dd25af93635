import type { TranslationBundle } from '@jupyterlab/translation';
import type { TraceServer } from '../view/host';
import { editing } from './mlflow-edits';
import { reading } from './mlflow-reads';
import { MlflowRequests } from './mlflow-requests';

/** MLflow 3.6 and later, asked through Jupyter's own address and login. Answers are parsed without losing a digit. */
export function mlflowServer(trans: TranslationBundle): TraceServer {
  const requests = new MlflowRequests(trans);
  return { ...reading(requests, trans), ...editing(requests) };
}
