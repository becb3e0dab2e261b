"""The parts of traces/record: it plays mail sessions between real programs
in network namespaces, captures them, and keeps the truth beside each capture."""
