// One chunk, fetched with the first click that asks the tracking server something.
export { notebookPage } from './mlflow-addresses';
export { mlflowServer } from './mlflow-server';
export { openMlflow } from './mlflow-tab';
