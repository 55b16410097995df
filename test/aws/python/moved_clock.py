"""The clock of this process, ahead by the seconds that the file AMBIT_TEST_CLOCK says; without the variable as it is.

Only what says which time it is moves. What measures or waits (monotonic clocks, sleep) stays as it is.
"""

import datetime
import os
import time

FRESH_FOR_SECONDS = 0.05

_time, _time_ns, _gmtime, _localtime, _monotonic = time.time, time.time_ns, time.gmtime, time.localtime, time.monotonic
_ahead = 0.0
_read_at = float("-inf")


def _seconds_ahead() -> float:
    global _ahead, _read_at
    now = _monotonic()
    if now - _read_at > FRESH_FOR_SECONDS:
        with open(os.environ["AMBIT_TEST_CLOCK"], encoding="ascii") as file:
            _ahead = float(file.read())
        _read_at = now
    return _ahead


def _moved_time() -> float:
    return _time() + _seconds_ahead()


class _Parted:
    """A time in its parts; no plain function, because classes that keep it as an attribute would bind that."""

    def __init__(self, parted):
        self._parted = parted

    def __call__(self, seconds=None):
        return self._parted(_moved_time() if seconds is None else seconds)


class _MovedDatetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_moved_time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(_moved_time(), datetime.timezone.utc).replace(tzinfo=None)


class _MovedDate(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(_moved_time())


def move() -> None:
    """Call before anything else is imported: modules keep the functions that they import by name."""
    if "AMBIT_TEST_CLOCK" not in os.environ:
        return
    time.time = _moved_time
    time.time_ns = lambda: _time_ns() + int(_seconds_ahead() * 1_000_000_000)
    time.gmtime = _Parted(_gmtime)
    time.localtime = _Parted(_localtime)
    datetime.datetime = _MovedDatetime
    datetime.date = _MovedDate
