"""A small run of the bench of faults and kills, with a real mail server and a daemon that is really killed."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "delivery.py"


@pytest.mark.service
def test_nothing_is_lost_under_faults_and_kills() -> None:
    """30 alerts on five channels that fail at random, and two kills: each arrives once, in order, or says why not."""
    command = [
        sys.executable,
        BENCH,
        "--alerts",
        "30",
        "--kills",
        "2",
        "--seed",
        "7",
        "--speed",
        "60",
        "--minutes",
        "1",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=150)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "150 accepted" in ran.stdout
