"""The wheel's build step: puts the prebuilt JupyterLab extension where JupyterLab looks for it."""

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = "spanbook/labextension"
SHARED = "share/jupyter/labextensions/@spanbook/lab"


class LabextensionHook(BuildHookInterface):
    """Builds the assets with npm when they are missing, and adds them to a standard wheel.

    An editable install gets the server extension only: a developer's assets are linked from the
    working tree by `jupyter-builder develop`, and a copy beside that link would go stale.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before each target; `version` is `standard` or `editable`."""
        if version == "editable":
            return
        self._ensure_assets()
        if self.target_name == "wheel":
            build_data["shared_data"].update(self._shared_files())

    def _shared_files(self) -> dict[str, str]:
        """Source → place in the wheel. The builder's log names folders of the machine and stays out."""
        assets = Path(self.root) / ASSETS
        found = [path for path in assets.rglob("*") if path.is_file() and path.name != "build_log.json"]
        files = {str(path): f"{SHARED}/{path.relative_to(assets).as_posix()}" for path in found}
        return {**files, "install.json": f"{SHARED}/install.json"}

    def _ensure_assets(self) -> None:
        root = Path(self.root)
        manifest = root / ASSETS / "package.json"
        if manifest.exists():
            return
        subprocess.run(["npm", "install"], cwd=root, check=True)
        subprocess.run(["npm", "run", "build:prod"], cwd=root, check=True)
        if not manifest.exists():
            raise FileNotFoundError(f"npm run build:prod wrote no {manifest}")
