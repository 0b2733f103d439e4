"""Builds the C of src/clauseaudit/native/ where there is a compiler; without one the package is pure Python."""

from __future__ import annotations

import glob
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class NativeHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles next to the source, where an editable installation finds it and a wheel takes it from."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        from setuptools import Distribution, Extension
        from setuptools.command.build_ext import build_ext

        sources = sorted(glob.glob("src/clauseaudit/native/**/*.c", recursive=True))
        native = Extension(
            "clauseaudit.native._core", sources, depends=glob.glob("src/clauseaudit/native/**/*.h", recursive=True),
            extra_compile_args=["-O2"], optional=True,
        )  # fmt: skip
        command = build_ext(Distribution({"ext_modules": [native], "package_dir": {"": "src"}}))
        with tempfile.TemporaryDirectory() as folder:
            command.inplace, command.build_temp = True, folder
            command.ensure_finalized()
            command.run()
        if built := glob.glob("src/clauseaudit/native/_core*.so") + glob.glob("src/clauseaudit/native/_core*.pyd"):
            build_data["artifacts"] += built
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
