"""What a JupyterHub needs so that all its users trace to the MLflow of compose.yaml: add it to its own."""

import os

c = get_config()  # noqa: F821

# Their servers start no MLflow of their own then. Kernels inherit these; browsers get none of them.
c.Spawner.environment = {
    "MLFLOW_TRACKING_URI": os.environ["MLFLOW_TRACKING_URI"],
    "MLFLOW_TRACKING_USERNAME": os.environ["MLFLOW_TRACKING_USERNAME"],
    "MLFLOW_TRACKING_PASSWORD": os.environ["MLFLOW_TRACKING_PASSWORD"],
    # Traces that wait for MLflow outlive a user's server where this folder does.
    "SPANBOOK_SPOOL_DIR": "/home/jovyan/.spanbook/spool",
}
