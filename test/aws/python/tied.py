"""Runs a Python module that ends with whoever started it.

Usage: tied.py MODULE ARGUMENT..., as the leader of a process group and with a pipe as standard input. When the pipe
closes, because its other end was closed or its holder died in whatever way, the whole group is killed, and the folder
of its temporary files is removed.
"""

import os
import runpy
import shutil
import signal
import sys
import tempfile
import threading

import moved_clock


def end_with_the_pipe(pipe: int, scratch: str) -> None:
    while os.read(pipe, 4096):
        pass
    shutil.rmtree(scratch, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


# the module and its children get no part of the pipe
pipe = os.dup(0)
nothing = os.open(os.devnull, os.O_RDONLY)
os.dup2(nothing, 0)
scratch = tempfile.mkdtemp(prefix="ambit-emulator-")
os.environ["TMPDIR"] = tempfile.tempdir = scratch
threading.Thread(target=end_with_the_pipe, args=(pipe, scratch), daemon=True).start()

moved_clock.move()
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
