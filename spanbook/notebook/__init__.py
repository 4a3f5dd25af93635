"""MLflow traces of a Python notebook in Spanbook's view: `%load_ext spanbook`.

`records` reads MLflow's traces, `payloads` keeps them within the budget of an output, `bundle` writes what
the renderer reads, and `display` puts it under the cell.
"""
