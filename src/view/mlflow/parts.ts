// One chunk, fetched where a host has MLflow's pages.
export { MlflowBody } from './mlflow-body';
export { MlflowTool } from './mlflow-tool';
