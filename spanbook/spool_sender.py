"""Sends an entry of the spool to an MLflow server, spans, infos and files, as a kernel would have."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode

from .probe import opener
from .spool_entry import Address, WaitingTrace
from .tracking import Target

TIMEOUT_SECONDS = 120.0  # as MLflow's clients wait
REFUSALS = (400, 409, 413, 422)  # statuses by which a server judges the content of a request
NOT_FOUND = 404
DEFAULT_EXPERIMENT = "0"  # every MLflow server has it
KIND = {
    "key": "mlflow.experimentKind",
    "value": "genai_development",
}  # lets MLflow's UI open it on its traces
WRONG_EXPERIMENT = re.compile(r"must be in the 'active' state|Invalid experiment ID", re.IGNORECASE)
SERVED_ARTIFACT = re.compile(r"mlflow-artifacts:(?://[^/]*)?/+(.*)")


class NotNow(Exception):
    """Another attempt may succeed, once something is mended. Holds no credential."""


class Away(NotNow):
    """No other entry need be tried: the server cannot be reached, or fails by itself."""


class RefusedTraces(Exception):
    """The server does not want these traces, or one of them. Holds no credential."""


class SpoolSender:
    """Sends to one server. Infos after spans, and no compression, are right for every version of MLflow."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._experiments: dict[str, str] = {}

    def send(self, address: Address, traces: Sequence[WaitingTrace]) -> None:
        """Blocks until the server has all of it. What it had before is replaced by the same. Raises NotNow,
        RefusedTraces."""
        experiment_id = self._experiment_id(address.experiment)
        self._put_spans(b"".join(trace.spans for trace in traces), experiment_id, address.run_id)
        for trace in traces:
            if trace.info is not None:
                place = self._put_info(json.loads(trace.info), experiment_id)
                self._put_files(trace, place, experiment_id, address.run_id)

    def _experiment_id(self, experiment: Mapping[str, Any]) -> str:
        if experiment.get("kind") == "name":
            name = str(experiment["name"])
            if name not in self._experiments:
                self._experiments[name] = self._find(name) or self._create(name)
            return self._experiments[name]
        return str(experiment["id"]) if experiment.get("kind") == "id" else DEFAULT_EXPERIMENT

    def _find(self, name: str) -> str | None:
        query = urlencode({"experiment_name": name})
        try:
            answer = self._json("GET", f"/api/2.0/mlflow/experiments/get-by-name?{query}")
        except _Failed as error:
            if error.status == NOT_FOUND and "RESOURCE_DOES_NOT_EXIST" in error.said:
                return None
            raise error.meaning() from error
        return str(answer["experiment"]["experiment_id"])

    def _create(self, name: str) -> str:
        try:
            answer = self._json("POST", "/api/2.0/mlflow/experiments/create", {"name": name, "tags": [KIND]})
        except _Failed as error:
            found = self._find(name)  # somebody may have been faster
            if found is None:
                raise error.meaning() from error
            return found
        return str(answer["experiment_id"])

    def _put_spans(self, body: bytes, experiment_id: str, run_id: str | None) -> None:
        headers = {
            "content-type": "application/x-protobuf",
            "x-mlflow-experiment-id": experiment_id,
            **({"x-mlflow-run-id": run_id} if run_id else {}),
        }
        try:
            answer = self._ask("POST", "/v1/traces", body, headers)
        except _Failed as error:
            raise error.meaning() from error
        if answer.lstrip().startswith(b"<"):
            raise NotNow("the answer is a page; is this the address of an MLflow server?")

    def _put_info(self, info: dict[str, Any], experiment_id: str) -> str:
        """The place for files that belong to the trace."""
        experiment = {"experiment_id": experiment_id}
        located = {**info, "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": experiment}}
        try:
            answer = self._json("POST", "/api/3.0/mlflow/traces", {"trace": {"trace_info": located}})
        except _Failed as error:
            raise error.meaning() from error
        stored = answer.get("trace", {}).get("trace_info", {})
        if stored.get("trace_id") != info.get("trace_id"):
            raise NotNow("the answer holds no trace; is this the address of an MLflow server?")
        return str(stored.get("tags", {}).get("mlflow.artifactLocation", ""))

    def _put_files(self, trace: WaitingTrace, place: str, experiment_id: str, run_id: str | None) -> None:
        """Files that cannot be stored go back into the spans; an outage is no such case."""
        served = SERVED_ARTIFACT.fullmatch(place)
        try:
            for name, content in trace.files.items():
                if served is None:
                    raise _Failed(None, "the server does not serve artifacts")
                path = quote(f"{served[1]}/attachments/{name}")
                headers = {"content-type": "application/octet-stream"}
                self._ask("PUT", f"/api/2.0/mlflow-artifacts/artifacts/{path}", content, headers)
        except _Failed as error:
            if error.is_passing or trace.inline is None:
                raise error.meaning() from error
            self._put_spans(trace.inline, experiment_id, run_id)

    def _json(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        content = None if body is None else json.dumps(body).encode()
        answer = self._ask(method, path, content, {"content-type": "application/json"})
        try:
            parsed = json.loads(answer)
        except ValueError as error:
            raise NotNow("the answer is no JSON; is this the address of an MLflow server?") from error
        return parsed if isinstance(parsed, dict) else {}

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        request = urllib.request.Request(  # noqa: S310, external_target takes http and https only
            self._target.url + path, body, {**self._target.headers, **headers}, method=method
        )
        try:
            with opener(self._target).open(request, timeout=TIMEOUT_SECONDS) as response:
                return response.read()
        except urllib.error.HTTPError as error:
            raise _Failed(error.code, error.read(1000).decode("utf-8", "replace")) from error
        except (OSError, HTTPException) as error:
            raise Away(str(getattr(error, "reason", error))) from error


class _Failed(Exception):
    """An answer that is no yes; no status: what was to be asked cannot be."""

    def __init__(self, status: int | None, said: str) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.said = said

    @property
    def is_passing(self) -> bool:
        return self.status in (408, 429) or (self.status or 0) >= 500

    def meaning(self) -> NotNow | RefusedTraces:
        """An experiment that was deleted can be restored: no fault of the traces."""
        if self.is_passing:
            return Away(str(self))
        is_refusal = self.status in REFUSALS and not WRONG_EXPERIMENT.search(self.said)
        return RefusedTraces(str(self)) if is_refusal else NotNow(str(self))
