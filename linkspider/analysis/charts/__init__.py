"""Plots of the analyses, one module per question, readable on a projector and in print."""
