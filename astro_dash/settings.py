"""What whoever runs the server may set, in one table: by an option of `serve`, or by a variable of the environment. The
help of the command line, what is read and the README's table come from it."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple

from .engine.quote import quoted

PREFIX = "ASTRO_DASH_"
PROCESS = PREFIX + "PROCESS"  # the number of one of several processes, which is nobody's to set
SECRET = ("redis", "secret")  # no sentence quotes them
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class Setting(NamedTuple):
    """read(value) is the value of what a person wrote, or of what Python gives; it raises ValueError with what is
    allowed. Without an `option` it is of the environment alone."""

    name: str
    read: Callable[[Any], Any]
    default: Any
    means: str
    option: str = ""
    shown: str = ""  # the default, in words
    metavar: str = "…"

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()

    def value(self, given, where: str):
        """What is given. Raises ValueError with a sentence that begins with `where` it is from."""
        try:
            return self.read(given)
        except ValueError as allowed:
            value = "set" if self.name in SECRET else quoted(given, 40)
            raise ValueError(f"{where} is {value}, but must be {allowed}.") from None


def whole(least: int, most: int | None = None) -> Callable[[Any], int]:
    bounds = f"of at least {least}" if most is None else f"from {least} to {most}"

    def read(value) -> int:
        if not re.fullmatch(r"\d{1,9}", str(value), re.ASCII) or not least <= int(value) <= (most or int(value)):
            raise ValueError(f"a whole number {bounds}")
        return int(value)

    return read


def seconds(value) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,9})?", str(value), re.ASCII) or float(value) > 3600:
        raise ValueError("a number of seconds from 0 to 3600")
    return float(value)


def flag(value) -> bool:
    text = str(value).lower()
    if text not in YES + NO:
        raise ValueError("1 or 0")
    return text in YES


def names(form: str, words: str) -> Callable[[Any], tuple[str, ...]]:
    """Several, with commas between or in a list."""

    def read(value) -> tuple[str, ...]:
        found = [part.strip() for one in ([value] if isinstance(value, str) else value) for part in one.split(",")]
        if not all(re.fullmatch(form, part, re.ASCII) for part in found):
            raise ValueError(words)
        return tuple(found)

    return read


def one_of(*words: str) -> Callable[[Any], str]:
    def read(value) -> str:
        if value not in words:
            raise ValueError(" or ".join(words))
        return value

    return read


def place(value) -> tuple[str, int]:
    """Where a second port is, of this machine alone unless another address is said."""
    address, _, port = str(value).rpartition(":")
    try:
        return str(ip_address(address.strip("[]") or "127.0.0.1")), whole(0, 65535)(port)
    except ValueError:
        raise ValueError("a port from 0 to 65535, or an address with one, such as 0.0.0.0:9100") from None


def folder(value) -> str:
    if not Path(value).is_dir():
        raise ValueError("a folder of Markdown files")
    return str(value)


def matching(form: str, words: str) -> Callable[[Any], str]:
    def read(value) -> str:
        if not re.fullmatch(form, value):
            raise ValueError(words)
        return value

    return read


_HOST = r"[\w.*-]+(:\d{1,5})?"
SETTINGS = (
    Setting("port", whole(0, 65535), 5006, "port; 0 is any free one", "--port", "5006", "PORT"),
    Setting("address", str, "127.0.0.1", "address to listen on; 0.0.0.0 is every interface", "--address", "127.0.0.1"),
    Setting(
        "hosts", names(_HOST, "names of hosts, with or without a port"), (),
        "another name under which browsers reach it; may be repeated", "--host", "none",
    ),
    Setting("proxied", flag, False, "a proxy in front says who asks", "--proxied", "no"),
    Setting(
        "processes", whole(1, 64), 1, "how many processes serve behind the port (not on Windows)", "--processes", "1",
        "N",
    ),
    Setting("sessions", whole(1), 1000, "how many pages may be open", "--sessions", "1000"),
    Setting("per_address", whole(1), 300, "how many of them from one address", "--per-address", "300"),
    Setting(
        "frames", names(r"(https?://)?[\w.*-]+(:(\d+|\*))?|\*", "hosts, such as https://school.example"), (),
        "host whose pages may show this one in a frame; may be repeated", "--frame", "none",
    ),
    Setting("lessons", folder, None, "folder of lessons, listed beside those shipped", "--lessons", "none", "DIR"),
    Setting(
        "metrics", place, None, "port of its own for Prometheus, of this machine alone unless an address is said",
        "--metrics", "none", "[ADDRESS:]PORT",
    ),
    Setting("log", one_of("plain", "json"), "plain", "how the log is written: plain or json", "--log", "plain"),
    Setting(
        "grace", seconds, 10.0, "seconds that runs have to end in, once the server is to stop", "--grace", "10",
        "SECONDS",
    ),
    Setting("show", flag, False, "open a browser", "--show", "no"),
    Setting("redis", str, None, "Redis server that keeps the rooms of several processes", "", "none"),
    Setting(
        "scheduler", matching(r"\w+://\S+:\d+", "an address such as tcp://host:8786"), None,
        "Dask scheduler that computes the maps (or DASK_SCHEDULER_ADDRESS)", "", "none",
    ),
    Setting(
        "secret", matching(r".{16,}", "a text of at least 16 characters"), None,
        "signs pages for all processes alike (or BOKEH_SECRET_KEY)", "", "a new one for each process",
    ),
)  # fmt: skip
NAMED = {setting.name: setting for setting in SETTINGS}


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of `serve`; what is not given is None, and read from the environment."""
    for one in SETTINGS:
        words = f"{one.means} ({one.shown})"
        if one.read is flag:
            command.add_argument(one.option, dest=one.name, action=argparse.BooleanOptionalAction, help=words)
        elif one.option:
            action = "append" if one.default == () else "store"
            command.add_argument(one.option, dest=one.name, metavar=one.metavar, action=action, help=words)


def setting(name: str, given=None, environment: Mapping[str, str] = os.environ):
    """Its value: what is given, or what the environment has, or its default. Raises ValueError."""
    one = NAMED[name]
    if given is not None:
        return one.value(given, one.option or name)
    text = environment.get(one.variable)
    return one.value(text.strip(), f"{one.variable}: {name}") if text else one.default


def settings(environment: Mapping[str, str] = os.environ, **given) -> dict[str, Any]:
    """All of them. Raises ValueError for the first that is none."""
    return {name: setting(name, given.get(name), environment) for name in NAMED}


def unknown(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Variables of our prefix that nothing reads: most likely somebody has mistyped one."""
    read = {one.variable for one in SETTINGS} | {PROCESS}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in read)


def table() -> str:
    """The README's."""
    rows = [f"| `{s.option}` | `{s.variable}` | {s.means} | {s.shown} |".replace("| `` |", "| |") for s in SETTINGS]
    return "\n".join(["| option | variable | what it is | without it |", "|---|---|---|---|", *rows])
