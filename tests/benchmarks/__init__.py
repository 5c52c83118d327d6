"""Benchmarks: whole crawls, measured; run by hand, never by the test suite."""
