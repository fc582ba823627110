"""The operator's files, as commands use them."""

import os

from monitor import logs
from monitor.alert.channels import fault
from monitor.alert.samples import template_fault
from monitor.cli.frame import Here, known
from monitor.config.complaints import Complaints
from monitor.config.config import Config
from monitor.config.live import Live
from monitor.config.load import load
from monitor.config.variables import variables
from monitor.errors import UsageError
from monitor.model import Source


def config_of(here: Here) -> Config:
    """The files, read and checked. Raises ConfigError."""
    # Commands tell their faults themselves; logs are for the daemon.
    logs.set_up("debug" if here.debug else "critical")
    return load(here.sources, here.config, os.environ, fault, template_fault)


def live_of(here: Here) -> Live:
    """The files, held by what takes over their changes. Raises ConfigError."""
    return Live(here.sources, here.config, os.environ, fault, template_fault)


def secret_of(here: Here, name: str) -> str | None:
    """A variable of the environment or of `.env`; None where it is missing or empty."""
    return variables(here.sources, os.environ, Complaints()).get(name) or None


def source_of(config: Config, name: str) -> Source:
    """The source of this ID, or of one that it had before. Raises UsageError with the one that was meant."""
    by_name = {old: source for source in config.sources for old in source.was}
    by_name |= {source.id: source for source in config.sources}
    return by_name[known(name, by_name, "source")]


def able(source: Source) -> Source:
    """The source itself, if it may be polled at all. Raises UsageError with the mend."""
    if source.needs:
        raise UsageError(f"{source.id} needs {', '.join(source.needs)}", "set it in .env beside sources.yaml")
    if not source.enabled:
        raise UsageError(f"{source.id} is not enabled", "remove `enabled: false` in sources.yaml")
    return source
