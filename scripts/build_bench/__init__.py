"""Measures builds beside other generators."""
