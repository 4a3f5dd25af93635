"""Deletes traces that are older than so many days from every experiment of an MLflow server. Run it by cron.

    MLFLOW_TRACKING_URI=https://mlflow.example.com python retention.py --days 90 [--dry-run]

An experiment with the tag `spanbook.retentionDays` has its own number of days; 0 keeps its traces for ever.
Files beside traces (images, sounds) stay in the object store: give the bucket a lifecycle rule of that age.
Needs `mlflow-skinny` and the credentials that MLflow's client reads.
"""

from __future__ import annotations

import argparse
import time

from mlflow import MlflowClient
from mlflow.entities import Experiment, ViewType

TAG = "spanbook.retentionDays"
DAY_MS = 86_400_000
AT_ONCE = 100  # one transaction each, short enough for who writes meanwhile


def main() -> None:
    """One pass over all experiments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--days", type=int, required=True, help="what is older is deleted; 0: nothing")
    parser.add_argument("--dry-run", action="store_true", help="only say which experiments would lose traces")
    options = parser.parse_args()
    client = MlflowClient()
    for experiment in experiments(client):
        days = int(experiment.tags.get(TAG, options.days))
        if days > 0:
            clean(client, experiment, int(time.time() * 1000) - days * DAY_MS, options.dry_run)


def experiments(client: MlflowClient) -> list[Experiment]:
    """All, those that were deleted but can still be restored too."""
    found, token = [], None
    while True:
        page = client.search_experiments(view_type=ViewType.ALL, page_token=token)
        found += page
        token = page.token
        if not token:
            return found


def clean(client: MlflowClient, experiment: Experiment, before_ms: int, is_dry: bool) -> None:
    """Delete an experiment's traces that began before `before_ms`, oldest first."""
    if is_dry:
        rule = f"timestamp_ms <= {before_ms}"
        some = client.search_traces(
            locations=[experiment.experiment_id], filter_string=rule, max_results=1, include_spans=False
        )
        if some:
            print(f"{experiment.name}: has traces to delete")
        return
    total = 0
    while True:
        deleted = client.delete_traces(
            experiment.experiment_id, max_timestamp_millis=before_ms, max_traces=AT_ONCE
        )
        total += deleted
        if deleted < AT_ONCE:
            break
    if total:
        print(f"{experiment.name}: {total} trace{'' if total == 1 else 's'} deleted")


if __name__ == "__main__":
    main()
