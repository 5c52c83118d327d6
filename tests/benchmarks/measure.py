"""A small process that runs one command and prints what it cost.

`python -m tests.benchmarks.measure TIMEOUT_SECONDS COMMAND...` prints one JSON object. It is a
process of its own because a child's peak memory on Linux is never below that of the process that
started it. It kills the command, and all that the command started, when the time is over or when
its own standard input is closed.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time


def main() -> None:
    """Run the command in its own session with its output on standard error."""
    timeout, command = float(sys.argv[1]), sys.argv[2:]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True
    )
    timed_out = threading.Event()

    def watch() -> None:
        readable, _, _ = select.select([sys.stdin], [], [], timeout)
        if not readable:
            timed_out.set()
        os.killpg(process.pid, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
    _, status, usage = os.wait4(process.pid, 0)
    wall_seconds = time.perf_counter() - started
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    cost = {
        "exit_code": os.waitstatus_to_exitcode(status),
        "timed_out": timed_out.is_set(),
        "wall_seconds": wall_seconds,
        "user_seconds": usage.ru_utime,
        "system_seconds": usage.ru_stime,
        "peak_bytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }
    sys.stdout.write(json.dumps(cost))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
